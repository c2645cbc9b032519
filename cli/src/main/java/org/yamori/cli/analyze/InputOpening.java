package org.yamori.cli.analyze;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yamori.cli.Refusal;
import org.yamori.sensor.PacketSource;
import org.yamori.sensor.block.Ranges;
import org.yamori.sensor.block.SensorSettings;
import org.yamori.sensor.feed.FeedException;
import org.yamori.sensor.feed.FeedFile;
import org.yamori.sensor.feed.FeedOptions;
import org.yamori.sensor.file.CaptureException;
import org.yamori.sensor.file.CaptureFile;
import org.yamori.sensor.simulate.BadScenarioException;
import org.yamori.sensor.simulate.DarkSensor;
import org.yamori.sensor.simulate.Scenario;
import org.yamori.sensor.simulate.Simulation;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.Clock;
import org.yamori.wire.PacketRow;
import org.yamori.wire.Registry;
import org.yamori.wire.RegistryFile;
import org.yamori.wire.SensorEntry;
import org.yamori.wire.SensorKind;

/**
 * Makes sensors of the files of an analysis: a capture is a sensor named after its file, a feed is one per network, a
 * scenario has its own. What the registry says of a sensor of that name holds.
 */
final class InputOpening {
    private static final int LONGEST_NAME = 90;

    private final Analysis.Request request;
    private final Registry registry;
    private final int shards;
    private final Set<String> names = new HashSet<>();
    private final List<OpenInput> open = new ArrayList<>();
    private final Analysis.FindingSink sink;

    private InputOpening(Analysis.Request request, Registry registry, int shards, Analysis.FindingSink sink) {
        this.request = request;
        this.sink = sink;
        this.registry = registry;
        this.shards = shards;
    }

    /**
     * The inputs of a request.
     *
     * @param sink takes what is measured while they are read
     */
    static List<OpenInput> of(Analysis.Request request, int shards, Analysis.FindingSink sink) throws IOException {
        InputOpening opening = new InputOpening(request, registry(request.view().registry()), shards, sink);
        try {
            for (Analysis.Input input : request.inputs()) {
                opening.open(input);
            }
        } catch (IOException | RuntimeException refused) {
            for (OpenInput input : opening.open) {
                input.run().close();
            }
            throw refused;
        }
        return opening.open;
    }

    private static Registry registry(Optional<Path> file) {
        if (file.isEmpty()) {
            return Registry.EMPTY;
        }
        try {
            return RegistryFile.read(file.get());
        } catch (BadRecordException refused) {
            throw new Refusal(String.valueOf(refused.getMessage()), refused);
        }
    }

    private void open(Analysis.Input input) throws IOException {
        try {
            switch (input.kind()) {
                case CAPTURE -> openCapture(input.file());
                case FEED -> openFeed(input.file());
                case SCENARIO -> openScenario(input.file());
            }
        } catch (CaptureException | FeedException | BadScenarioException refused) {
            throw new Refusal(String.valueOf(refused.getMessage()), refused);
        }
    }

    private void openCapture(Path file) throws IOException {
        String name = unused(nameOf(file));
        CaptureFile capture =
                CaptureFile.open(file, request.view().observation().decapsulation());
        long first = capture.startMicros();
        Optional<SensorEntry> entry = registry.sensor(name, first == Long.MAX_VALUE ? 0 : first);
        SensorSettings settings = settings(
                name,
                entry.map(SensorEntry::kind).orElse(SensorKind.BLACKHOLE),
                entry.map(SensorEntry::network).orElse(request.view().network()),
                entry.map(known -> known.ranges().stream().map(String::valueOf).toList())
                        .orElse(List.of()));
        capture.hashPayloadsWith(request.view().observation().payloadHash());
        int number = open.size();
        PacketSource packets = request.view().observation().watched(settings, capture, measurement -> {
            try {
                sink.measured(number, measurement);
            } catch (IOException full) {
                throw new UncheckedIOException(full);
            }
        });
        open.add(OpenInput.ofCapture(settings, packets, capture::damage));
    }

    private SensorSettings settings(String sensor, SensorKind kind, String network, List<String> ranges) {
        List<String> watched =
                request.view().darknets().isEmpty() ? ranges : request.view().darknets();
        return SensorSettings.blackhole(sensor, network, Clock.FILE)
                .withKind(kind)
                .withShards(shards)
                .withRanges(watched.isEmpty() ? Ranges.EVERYTHING : Ranges.of(watched));
    }

    private void openFeed(Path file) throws IOException {
        FeedFile feed = FeedFile.load(
                file,
                FeedOptions.usual()
                        .withZone(request.view().zone())
                        .withNetwork(request.view().network())
                        .withIgnoredColumns(request.ignoredColumns()));
        for (String network : feed.networks()) {
            SensorSettings settings = SensorSettings.blackhole(
                            unused(FeedFile.sensorName(network)), network, Clock.FILE)
                    .withKind(SensorKind.FEED)
                    .withShards(shards);
            open.add(OpenInput.ofFeed(settings, feed.forNetwork(network), packets(feed.forNetwork(network))));
        }
    }

    private static long packets(PacketSource feed) throws IOException {
        PacketRow row = new PacketRow();
        long packets = 0;
        while (feed.next(row)) {
            packets += (row.missing & PacketRow.NO_COUNT) == 0 ? row.weight : 0;
        }
        return packets;
    }

    private void openScenario(Path file) throws IOException {
        Simulation simulation = Simulation.of(Scenario.load(file));
        for (DarkSensor sensor : simulation.scenario().sensors()) {
            SensorSettings settings = settings(
                    unused(sensor.name()),
                    sensor.kind(),
                    sensor.network(),
                    sensor.ranges().stream().map(String::valueOf).toList());
            open.add(OpenInput.ofPackets(settings, simulation.packetsOf(sensor.name())));
        }
    }

    /** A file's name as a sensor may be called. */
    private static String nameOf(Path file) {
        String name = file.getFileName()
                .toString()
                .replaceFirst("(?i)\\.(gz|zst)$", "")
                .replaceFirst("(?i)\\.(pcapng|pcap|cap|dmp)$", "")
                .replaceAll("[^A-Za-z0-9_.-]", "-")
                .replaceFirst("^[^A-Za-z0-9]+", "");
        String usable = name.isEmpty() ? "capture" : name;
        return usable.substring(0, Math.min(usable.length(), LONGEST_NAME));
    }

    private String unused(String name) {
        String free = name;
        for (int number = 2; !names.add(free); number++) {
            free = name + "-" + number;
        }
        return free;
    }
}
