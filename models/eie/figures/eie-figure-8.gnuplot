# Load balance against the depth of the activation queues: gnuplot -c eie-figure-8.gnuplot RESULT.csv IMAGE.svg
load "layers.gp"
set terminal svg size 960,400 font font.",14" background "#ffffff"
set output ARG2

set logscale x 2
set xrange [1.8:290]
set xtics (2, 4, 8, 16, 32, 64, 128, 256)
set xlabel "slots of each activation queue"
set yrange [40:100]
set arrow 1 from 8, graph 0 to 8, graph 1 nohead dashtype 2 linewidth 1.5 linecolor rgb "#606060" back
set label 2 "the paper's 8 slots" at 9, 43 textcolor rgb "#606060"
set multiplot
eval heading(1, 0.95, "Figure 8: load balance")
do for [n = 1:3] {
    eval panel(n, 0.17, 0.81)
    eval legend(n, 0.87)
    set format y (n == 1 ? "%g %%" : "")
    plot for [i = first(n):last(n)] ARG1 \
        using "activation_queue_slots":(of(layers[i], 100 * column("load_balance"))) \
        with linespoints linetype i title layers[i]
    unset label
}
unset multiplot
