# Reads of the weight SRAM and their energy against its width: gnuplot -c eie-figure-9.gnuplot RESULT.csv IMAGE.svg
load "layers.gp"
set terminal svg size 960,700 font font.",14" background "#ffffff"
set output ARG2

entries = "sram_entries_per_row"
reads = "counts.pe.sparse_matrix_read.read"
uj = "energy_breakdown_uj.pe.sparse_matrix_read"
width(entries) = 8 * entries # a code and a run of 4 bits each

set logscale x 2
set xrange [28:590]
set multiplot
eval heading(1, 0.97, "Figure 9: reads of the weight SRAM, thousands")
eval heading(2, 0.52, "Figure 9: energy of these reads, uJ")
do for [n = 1:3] {
    eval panel(n, 0.58, 0.9)
    eval legend(n, 0.935)
    set xtics (32, 64, 128, 256, 512)
    set format x ""
    unset xlabel
    set logscale y 10
    set yrange [2:1000]
    set ytics 10
    set format y (n == 1 ? "%g" : "")
    plot for [i = first(n):last(n)] ARG1 \
        using (width(column(entries))):(of(layers[i], column(reads) / 1000)) \
        with linespoints linetype i title layers[i]
    unset label
    unset key

    eval panel(n, 0.16, 0.49)
    set format x "%g"
    do for [bits in "32 64 128 256 512"] {
        stats ARG1 using (width(column(entries)) == bits ? 1e6 * column(uj) / column(reads) : NaN) nooutput
        set xtics add (sprintf("%s\n%.1f", bits, STATS_mean) real(bits))
    }
    set xlabel "bits of a row of the SRAM,\nand the energy of one read, pJ" offset 0, -0.8
    unset logscale y
    set yrange [0:10]
    set ytics 2
    plot for [i = first(n):last(n)] ARG1 \
        using (width(column(entries))):(of(layers[i], column(uj))) \
        with linespoints linetype i
}
unset multiplot
