package org.yamori.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.yamori.cli.analyze.Analysis;
import org.yamori.console.ConsoleSettings;
import org.yamori.console.alerts.Replies;
import org.yamori.sensor.block.Ranges;
import org.yamori.sensor.live.CaptureOptions;
import org.yamori.sensor.spool.SpoolFolder;
import org.yamori.wire.BlockHeader.Origin;
import org.yamori.wire.BlockHeader.Tally;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;

/**
 * What the commands call to have their work done: the rest of Yamori as the command line sees it.
 *
 * @param rooms words of the rooms that the job has
 */
public record Doors(
        Analysis analysis,
        CaptureToKafka captureToKafka,
        InterfacesToKafka interfacesToKafka,
        ScenarioRunner scenarioRunner,
        PipelineBench pipelineBench,
        IngestBench ingestBench,
        DetectionBench detectionBench,
        AlertsBench alertsBench,
        PageServer pageServer,
        Set<String> rooms) {

    /** Publishes captures as a sensor would. */
    public interface CaptureToKafka {
        /** Returns when Kafka has acknowledged every block. */
        Sent send(Request request, Progress progress) throws IOException;

        /**
         * What to publish.
         *
         * @param captures read one after the other
         * @param ranges watched addresses
         * @param observation how packets are looked at
         */
        record Request(List<Path> captures, Origin origin, Ranges ranges, KafkaTarget target, Observation observation) {
            public Request {
                captures = List.copyOf(captures);
            }
        }
    }

    /** Publishes what arrives at network interfaces. */
    public interface InterfacesToKafka {
        /** Returns when the process was asked to end and Kafka has acknowledged every block. */
        Sent send(Arriving orders) throws IOException;

        /**
         * What to publish.
         *
         * @param interfaces captured from, all at once
         * @param user who to become once they are open
         * @param ranges watched addresses
         * @param observation how packets are looked at
         * @param spool where blocks wait for Kafka; in memory where empty
         */
        record Arriving(
                List<String> interfaces,
                CaptureOptions capture,
                Optional<String> user,
                Origin origin,
                Ranges ranges,
                KafkaTarget target,
                Observation observation,
                Optional<Spooling> spool) {}
    }

    /** Plays a scenario. */
    public interface ScenarioRunner {
        /** Writes a capture, what each actor did to each sensor, and beside the capture what should be noticed. */
        long toCapture(Scenario scenario, Path capture, Path labels, Progress progress) throws IOException;

        /** Writes packets and distinct sources by minute and port; answers how many packets were counted. */
        long toSeries(Scenario scenario, Path folder, Progress progress) throws IOException;

        /**
         * Publishes the scenario's packets as its sensors would.
         *
         * @param playing with which clock, and what holds packets while Kafka is away
         */
        Sent toKafka(Scenario scenario, KafkaTarget target, Playing playing, Progress progress) throws IOException;
    }

    /** Measures the whole way of a packet on this machine. */
    public interface PipelineBench {
        /** Returns what was measured; also writes it where the order says. */
        PipelineBench.Result run(PipelineBench.Order order, Progress progress) throws IOException;

        /**
         * What to measure.
         *
         * @param packets to send
         * @param scenario whose packets
         * @param work folder for the capture, which is used again, and for the servers' files
         * @param parallelism of the detect job
         * @param warmUp packets sent before the clock starts
         * @param roomRounds how often the detect job is measured with and without each of its rooms
         * @param registry a large registry beside an empty one
         * @param keep whether the servers' files stay
         * @param index whether findings go into Elasticsearch and are compared there
         * @param json file for the figures
         */
        record Order(
                long packets,
                Path scenario,
                Path work,
                int parallelism,
                long warmUp,
                int roomRounds,
                LargeRegistry registry,
                boolean keep,
                boolean index,
                Optional<Path> json) {}

        /**
         * A drawn registry with which the detect job is measured beside an empty one.
         *
         * @param organisations 0 leaves that out
         * @param prefixes of all of them
         * @param rounds pairs of jobs
         */
        record LargeRegistry(int organisations, int prefixes, int rounds) {
            /** Nothing is measured. */
            public static final LargeRegistry NONE = new LargeRegistry(0, 0, 0);
        }

        /**
         * What came out.
         *
         * @param table figures as text for a person
         * @param equal whether the independent count found the same numbers
         */
        record Result(String table, boolean equal) {}
    }

    /** Measures a sensor's work alone on this machine. */
    public interface IngestBench {
        /** Returns what was measured as a table for a person; also writes it where the order says. */
        String run(IngestBench.Order order, Progress progress) throws IOException;

        /**
         * What to measure.
         *
         * @param packets in the capture
         * @param scenario whose packets
         * @param work folder for the capture, which is used again, and for the broker's files
         * @param rounds how often each step is taken
         * @param json file for the figures
         */
        record Order(long packets, Path scenario, Path work, int rounds, Optional<Path> json) {}
    }

    /** Measures how soon detectors find surges, and how often they are wrong. */
    public interface DetectionBench {
        /** Returns what was measured as tables for a person; also writes it where the order says. */
        String run(DetectionBench.Order order, Progress progress) throws IOException;

        /**
         * What to simulate.
         *
         * @param ports of each telescope that are simulated for the budget of all ports
         * @param days of each telescope after it has learnt
         * @param surges of each kind
         * @param seed of all chance
         * @param rough whether rough noise is measured, too
         * @param simulated whether ports are simulated at all
         * @param scenarios files whose packets go through the whole job
         * @param out folder for tables, charts and JSON
         */
        record Order(
                int ports,
                int days,
                int surges,
                long seed,
                boolean rough,
                boolean simulated,
                List<Path> scenarios,
                Optional<Path> out) {
            public Order {
                scenarios = List.copyOf(scenarios);
            }
        }
    }

    /** Measures how long urgent alerts take on this machine. */
    public interface AlertsBench {
        /** Returns what was measured; also writes it where the order says. */
        AlertsBench.Result run(AlertsBench.Order order, Progress progress) throws IOException;

        /**
         * What to measure.
         *
         * @param packetsPerSecond of the background
         * @param sensors that watch
         * @param alerts in each phase
         * @param seconds of each phase
         * @param warmUp seconds of background before
         * @param parallelism of the detect job
         * @param index whether there is an Elasticsearch, which is stopped in a phase of its own
         * @param work folder for the servers' files
         * @param keep whether these stay
         * @param json file for the figures
         */
        record Order(
                int packetsPerSecond,
                int sensors,
                int alerts,
                int seconds,
                int warmUp,
                int parallelism,
                boolean index,
                Path work,
                boolean keep,
                Optional<Path> json) {}

        /**
         * What came out.
         *
         * @param table figures as text for a person
         * @param right whether each alert came, once and at its time
         */
        record Result(String table, boolean right) {}
    }

    /** Serves the page of what arrives. */
    public interface PageServer {
        /**
         * Returns when this thread is interrupted.
         *
         * @param replies where answers of contacts go; without it none are taken
         * @param ready is told the page's address as soon as it can be opened
         */
        void serve(ConsoleSettings settings, Optional<Replies> replies, Consumer<String> ready) throws IOException;
    }

    /**
     * A file of orders.
     *
     * @param seed instead of the one in the file
     */
    public record Scenario(Path file, OptionalLong seed) {}

    /**
     * Where blocks go.
     *
     * @param kafka where the brokers are and who publishes
     * @param partitions of a sensor's topic; divides the shards
     * @param shards of the installation
     */
    public record KafkaTarget(KafkaAccess kafka, Topics topics, int partitions, int shards) {
        public KafkaTarget {
            if (shards < 1 || partitions < 1 || shards % partitions != 0) {
                throw new IllegalArgumentException("partitions divide shards, were " + partitions + " and " + shards);
            }
        }
    }

    /**
     * How packets are played.
     *
     * @param live shifted to now and at real speed, instead of with their own clock
     * @param spool where blocks wait for Kafka; memory if empty
     */
    public record Playing(boolean live, Optional<Spooling> spool) {
        /** With the packets' own clock, straight to Kafka. */
        public static final Playing RECORDED = new Playing(false, Optional.empty());
    }

    /**
     * Where a live sensor's blocks wait for Kafka.
     *
     * @param folder that has a folder for each sensor
     * @param bytes that a sensor's folder may hold
     */
    public record Spooling(Path folder, long bytes) {
        public Spooling {
            if (bytes < SpoolFolder.LEAST_BYTES) {
                throw new IllegalArgumentException("--spool-bytes is at least 1m, was " + bytes + " bytes");
            }
        }
    }

    /** What was published. */
    public record Sent(long packets, long blocks, Tally tally) {}
}
