# What the figures share: how each of the nine layers looks, and a panel for each network.
# Colours are Okabe and Ito's, which the colour-blind tell apart, and a darker shade of each; marks differ within a network too.
array layers[9] = ["Alex-6", "Alex-7", "Alex-8", "VGG-6", "VGG-7", "VGG-8", "NT-We", "NT-Wd", "NT-LSTM"]
array colours[9] = ["#1b3a6b", "#0072b2", "#56b4e9", "#7a1f3d", "#d55e00", "#e69f00", "#004d40", "#009e73", "#a6a12f"]
array marks[9] = [7, 5, 9, 7, 5, 9, 7, 5, 9]
array sizes[9] = [0.9, 0.65, 0.75, 0.9, 0.65, 0.75, 0.9, 0.65, 0.75] # the first of a network shows behind the second
first(network) = 3 * network - 2
last(network) = 3 * network

set datafile separator comma
set datafile columnheaders
set datafile missing NaN # rows of other layers stand between those of one
of(layer, value) = strcol("layer") eq layer ? value : NaN

font = "Arial"
set encoding utf8
set border 3 linecolor rgb "#404040"
set tics nomirror scale 0.5 textcolor rgb "#404040"
set grid linecolor rgb "#dddddd" linewidth 1 linetype 1
do for [i = 1:9] {
    set linetype i linecolor rgb colours[i] linewidth 2 pointtype marks[i] pointsize sizes[i]
}

# The panel of a network between two heights of the image, the legend of the network at a height, and the heading of a row of panels: for eval.
left(network) = 0.06 + (network - 1) * 0.318
right(network) = left(network) + 0.29
panel(network, bottom, top) = \
    sprintf("set lmargin at screen %g; set rmargin at screen %g; ", left(network), right(network)) . \
    sprintf("set bmargin at screen %g; set tmargin at screen %g", bottom, top)
array key_widths[3] = [-1, 0, -2] # gnuplot takes every letter to be equally wide
legend(network, height) = \
    sprintf("set key at screen %g, screen %g left maxrows 1 samplen 1 width %g Left reverse textcolor rgb '#202020'", \
        left(network), height, key_widths[network])
heading(row, height, text) = \
    sprintf("set label %d \"%s\" at screen %g, screen %g left font '%s Bold,14'", row, text, left(1), height, font)
