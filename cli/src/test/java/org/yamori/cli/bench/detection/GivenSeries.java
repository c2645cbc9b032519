package org.yamori.cli.bench.detection;

import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/** Series whose minutes are given, not drawn; every source is new. */
final class GivenSeries {
    private GivenSeries() {}

    static PortSeries of(int minutes, IntUnaryOperator sources) {
        PortSeries series = new PortSeries(
                0, minutes, false, new Noise("none", 0.005, 0), new CountDraw(0.005), new SplittableRandom(1));
        series.give(sources);
        return series;
    }
}
