package org.yamori.jobs.detect.surge;

import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.Collector;
import org.yamori.jobs.enrich.Origins;
import org.yamori.jobs.enrich.PortKnowledge;
import org.yamori.jobs.enrich.Registries;
import org.yamori.jobs.enrich.WatchList;
import org.yamori.jobs.flow.FlagClass;
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.jobs.flow.SensorCoverage;
import org.yamori.jobs.flow.ShardKeys;
import org.yamori.jobs.flow.StormLabel;
import org.yamori.jobs.flow.SurgeReport;
import org.yamori.wire.Finding;

/**
 * The door of this room: labelled slices in, surges out.
 *
 * @param findings surges, and the series that were scored
 * @param reports how far each surge has come, for rooms that correlate
 */
public record SurgeDetector(DataStream<Finding> findings, DataStream<SurgeReport> reports) {
    /**
     * Counts, scores and judges; what the sensors covered says how much of the usual was watched, and a surge in a
     * storm pages nobody.
     */
    public static SurgeDetector detect(
            KeyedStream<LabelledSlice, Integer> slices,
            DataStream<SensorCoverage> coverage,
            DataStream<StormLabel> storms,
            SurgeRules rules,
            WatchList watchList,
            PortKnowledge ports,
            ShardKeys shards,
            Origins origins,
            Registries registries) {
        SurgeSetup setup = new SurgeSetup(rules, watchList, ports);
        PortGroups groups = new PortGroups(shards);
        DataStream<SurgePartial> partials = slices.transform(
                        "Surge", TypeInformation.of(SurgePartial.class), new SurgeFunction(groups))
                .uid("surge")
                .name("Surge");
        DataStream<ScoredMinute> minutes = partials.keyBy(SurgePartial::key, Types.INT)
                .connect(coverage.broadcast())
                .transform(
                        "Surge: score",
                        TypeInformation.of(ScoredMinute.class),
                        new SurgeScoreFunction(setup, groups, registries, origins.countries()))
                .uid("surge-score")
                .name("Surge: score");
        KeyedStream<ScoredMinute, Integer> series = minutes.keyBy(ScoredMinute::series, Types.INT);
        DataStream<Turn> turns = turns(series, "rise", SurgePattern.rise(), new SurgePattern.Rises())
                .union(
                        turns(series, "confirmed", SurgePattern.confirmedRise(), new SurgePattern.Rises()),
                        turns(series, "ebb", SurgePattern.ebb(), new SurgePattern.Ebbs()),
                        storms.flatMap(new Storms()).uid("surge-storms").name("Surge: storms"));
        SingleOutputStreamOperator<Finding> surges = minutes.keyBy(ScoredMinute::port, Types.INT)
                .connect(turns.keyBy(Turn::port, Types.INT))
                .process(new SurgeEpisodeFunction(setup, origins))
                .uid("surge-episode")
                .name("Surge: episode");
        return new SurgeDetector(surges, surges.getSideOutput(SurgeEpisodeFunction.REPORTS));
    }

    /** Minutes of storms at ports that are scored, of packets that are counted: a flood of ACKs hides no scan. */
    private static final class Storms implements FlatMapFunction<StormLabel, Turn> {
        @Override
        public void flatMap(StormLabel label, Collector<Turn> out) {
            int series = PortSeries.of(label.protocol, label.port);
            boolean counted = label.flags == FlagClass.SYN || label.flags == FlagClass.NONE;
            if (series != PortSeries.NONE && counted) {
                out.collect(Turn.storm(series, Minutes.of(label.toMicros - 1)));
            }
        }
    }

    private static DataStream<Turn> turns(
            KeyedStream<ScoredMinute, Integer> series,
            String word,
            Pattern<ScoredMinute, ?> pattern,
            PatternProcessFunction<ScoredMinute, Turn> found) {
        return CEP.pattern(series, pattern)
                .inEventTime()
                .process(found, TypeInformation.of(Turn.class))
                .uid("surge-" + word)
                .name("Surge: " + word);
    }
}
