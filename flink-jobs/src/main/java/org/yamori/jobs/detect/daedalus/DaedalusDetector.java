package org.yamori.jobs.detect.daedalus;

import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.cep.CEP;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.util.Collector;
import org.yamori.jobs.enrich.HarmlessCauses;
import org.yamori.jobs.enrich.Registries;
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.wire.Finding;

/** The door of this room: labelled slices in, alerts and each organisation's days out. */
public final class DaedalusDetector {
    private DaedalusDetector() {}

    public static DataStream<Finding> detect(
            KeyedStream<LabelledSlice, Integer> slices,
            DaedalusRules rules,
            HarmlessCauses causes,
            Registries registries) {
        DataStream<AlertSign> signs = slices.transform(
                        "Daedalus",
                        TypeInformation.of(AlertSign.class),
                        new DaedalusFunction(rules, causes, registries))
                .uid("daedalus")
                .name("Daedalus");
        DataStream<Finding> told =
                signs.flatMap(new Told()).uid("daedalus-told").name("Daedalus: told");
        DataStream<Finding> urgent = CEP.pattern(
                        signs.filter(sign -> sign.step() != AlertSign.Step.TOLD)
                                .uid("daedalus-crossings")
                                .name("Daedalus: crossings")
                                .keyBy(AlertSign::host, Types.STRING),
                        UrgentPattern.urgent(),
                        new UrgentPattern.ArmedFirst())
                .inEventTime()
                .process(new UrgentPattern.Alerts(), TypeInformation.of(Finding.class))
                .uid("daedalus-urgent")
                .name("Daedalus: urgent");
        return told.union(urgent);
    }

    private static final class Told implements FlatMapFunction<AlertSign, Finding> {
        @Override
        public void flatMap(AlertSign sign, Collector<Finding> out) {
            Finding finding = sign.finding();
            if (sign.step() == AlertSign.Step.TOLD && finding != null) {
                out.collect(finding);
            }
        }
    }
}
