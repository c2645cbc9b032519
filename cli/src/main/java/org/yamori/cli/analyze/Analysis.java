package org.yamori.cli.analyze;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yamori.cli.Observation;
import org.yamori.cli.Progress;
import org.yamori.cli.report.Ledger;
import org.yamori.wire.Finding;
import org.yamori.wire.MeasurementRecord;

/** The detect job over files: reads every input to its end and says where each packet went. */
public interface Analysis {
    /**
     * Hands over every revision of every finding, in any order.
     *
     * @throws org.yamori.cli.Refusal when an input or option is not understood; the sentence names it
     */
    Ledger run(Request request, FindingSink findings, Progress progress) throws IOException;

    /** Takes findings, from any thread. */
    interface FindingSink {
        void accept(Finding finding) throws IOException;

        /** Takes a measurement of the input of this number, in the order of its packets; by default nobody wants it. */
        default void measured(int input, MeasurementRecord measurement) throws IOException {}
    }

    /** A file and what it holds. */
    record Input(Path file, InputKind kind) {
        public static Input of(Path file) {
            return new Input(file, InputKind.of(file));
        }
    }

    /**
     * What is to be analysed, and how.
     *
     * @param inputs at least one
     * @param view how packets are looked at
     * @param settings options of the job by their key
     * @param ignoredColumns columns of feeds that are not an error although nobody knows them
     * @param parallelism subtasks of the job; the result does not depend on it
     */
    record Request(
            List<Input> inputs, View view, Map<String, String> settings, Set<String> ignoredColumns, int parallelism) {
        public Request {
            inputs = List.copyOf(inputs);
            settings = Map.copyOf(settings);
            ignoredColumns = Set.copyOf(ignoredColumns);
            if (inputs.isEmpty()) {
                throw new IllegalArgumentException("an analysis needs at least one input");
            }
            if (parallelism < 1) {
                throw new IllegalArgumentException("parallelism is at least 1, was " + parallelism);
            }
        }
    }

    /**
     * How packets are looked at.
     *
     * @param darknets watched prefixes; empty means that every destination is
     * @param zone cuts days and hours, and reads times without offset
     * @param network of captures, and of feeds that have no such column
     * @param registry file of organisations and sensors
     * @param countries mmdb file that gives a source's country
     * @param observation how packets of captures are looked at
     */
    record View(
            List<String> darknets,
            ZoneId zone,
            String network,
            Optional<Path> registry,
            Optional<Path> countries,
            Observation observation) {
        public View {
            darknets = List.copyOf(darknets);
        }

        public View(
                List<String> darknets, ZoneId zone, String network, Optional<Path> registry, Optional<Path> countries) {
            this(darknets, zone, network, registry, countries, Observation.USUAL);
        }
    }
}
