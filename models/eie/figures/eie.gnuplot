# Simulated and published times of the nine layers: gnuplot -c eie.gnuplot RESULT.csv IMAGE.svg
load "layers.gp"
set terminal svg size 960,360 font font.",14" background "#ffffff"
set output ARG2

published = "reference.time_us"
simulated = "time_us"
larger(a, b) = a > b ? a : b

set lmargin at screen left(1)
set rmargin at screen right(3)
set tmargin at screen 0.86
set bmargin at screen 0.1
eval heading(1, 0.94, "Table IV: published (grey) and simulated time. Above: simulated / published")
set boxwidth 0.34
set style fill solid 1 noborder
set xrange [-0.6:8.6]
unset grid
set xtics scale 0
set yrange [0:40]
set ytics 10
set format y "%g us"
unset key
plot ARG1 using ($0 - 0.18):(column(published)):xtic("") with boxes linecolor rgb "#b8b8b8", \
    for [i = 1:9] ARG1 using ($0 + 0.18):(of(layers[i], column(simulated))) with boxes linetype i, \
    ARG1 using 0:(0):xtic(strcol("layer")) with points pointtype 0, \
    ARG1 using 0:(larger(column(published), column(simulated))):(sprintf("%.2f", column(simulated) / column(published))) \
        with labels offset 0, 0.7
