# Speed-up, real work and load balance against the number of PEs: gnuplot -c eie-figures-11-12-13.gnuplot RESULT.csv IMAGE.svg
load "layers.gp"
set terminal svg size 960,1000 font font.",14" background "#ffffff"
set output ARG2

# The rows of a layer begin with 1 PE; those of others are not to be looked at.
cycles_of_one = NaN
speed_up(pes, cycles) = (pes == 1 ? cycles_of_one = cycles : 0, cycles_of_one / cycles)
real_work(macs, fillers) = 100 * macs / (macs + fillers)

set logscale x 2
set xrange [0.9:290]
set xtics (1, 2, 4, 8, 16, 32, 64, 128, 256)
set multiplot
eval heading(1, 0.98, "Figure 11: speed-up over 1 PE (dashed: N times with N PEs)")
eval heading(2, 0.64, "Figure 12: real work, as a share of all work of the arithmetic units")
eval heading(3, 0.325, "Figure 13: load balance")
do for [n = 1:3] {
    eval panel(n, 0.69, 0.925)
    eval legend(n, 0.95)
    set logscale y 2
    set yrange [0.9:400]
    set ytics (1, 4, 16, 64, 256)
    set format x ""
    unset xlabel
    set format y (n == 1 ? "%g×" : "")
    plot x with lines dashtype 2 linewidth 1.5 linecolor rgb "#606060" notitle, for [i = first(n):last(n)] ARG1 \
        using "pes":(strcol("layer") eq layers[i] ? speed_up(column("pes"), column("cycles")) : NaN) \
        with linespoints linetype i title layers[i]
    unset label

    eval panel(n, 0.38, 0.62)
    unset key
    unset logscale y
    set yrange [40:100]
    set ytics 10
    set format y (n == 1 ? "%g %%" : "")
    plot for [i = first(n):last(n)] ARG1 \
        using "pes":(of(layers[i], real_work(column("macs.committed"), column("fillers")))) \
        with linespoints linetype i

    eval panel(n, 0.065, 0.305)
    set yrange [80:100]
    set ytics 5
    set format x "%g"
    set xlabel "PEs"
    plot for [i = first(n):last(n)] ARG1 using "pes":(of(layers[i], 100 * column("load_balance"))) \
        with linespoints linetype i
}
unset multiplot
