package org.yamori.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.Doors.CaptureToKafka;
import org.yamori.cli.Doors.Sent;
import org.yamori.cli.analyze.InputKind;
import org.yamori.wire.BlockHeader.Origin;
import org.yamori.wire.Clock;
import org.yamori.wire.SensorKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Publishes captures to Kafka as a sensor would. */
@Command(
        name = "sense",
        sortOptions = false,
        description = "Publishes captures to Kafka as a sensor would, with the captures' own clock.")
final class SenseCommand implements Callable<Integer> {
    private final CaptureToKafka captureToKafka;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--pcap",
            arity = "1..*",
            required = true,
            paramLabel = "FILE",
            description = "Captures (pcap, pcapng, also .gz and .zst; - is the standard input), read one after the"
                    + " other.")
    private List<Path> captures = new ArrayList<>();

    @Option(
            names = "--sensor",
            paramLabel = "NAME",
            defaultValue = "s1",
            description = "Name of the sensor, last word of its topic. Default: ${DEFAULT-VALUE}.")
    private String sensor = "s1";

    @Option(
            names = "--network",
            paramLabel = "NAME",
            defaultValue = "local",
            description = "Observation network it belongs to. Default: ${DEFAULT-VALUE}.")
    private String network = "local";

    @Option(
            names = "--kind",
            paramLabel = "WORD",
            defaultValue = "blackhole",
            description = "blackhole, low-interaction or high-interaction. Default: ${DEFAULT-VALUE}.")
    private String kind = "blackhole";

    @Option(
            names = "--darknet",
            paramLabel = "CIDR",
            description = "Watched addresses; repeat for more. Default: every destination.")
    private List<String> darknets = new ArrayList<>();

    @Mixin
    private ObservationOptions observation = new ObservationOptions();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    SenseCommand(CaptureToKafka captureToKafka) {
        this.captureToKafka = captureToKafka;
    }

    @Override
    public Integer call() throws IOException {
        CommandSpec here = Objects.requireNonNull(spec);
        CaptureToKafka.Request request;
        try {
            darknets.forEach(Terminal::requireCidr);
            Terminal.requirePipesOnce(captures);
            request = new CaptureToKafka.Request(
                    captures,
                    new Origin(sensor, SensorKind.of(kind), network, Clock.FILE),
                    darknets,
                    kafka.study(),
                    observation.observation());
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(here.commandLine(), String.valueOf(refused.getMessage()), refused);
        }
        for (Path capture : captures) {
            if (InputKind.of(capture) != InputKind.CAPTURE) {
                throw new Refusal(capture + " is no capture");
            }
        }
        Sent sent;
        try (Progress progress = Progress.onScreen("publishing")) {
            sent = captureToKafka.send(request, progress);
        }
        PrintWriter say = here.commandLine().getOut();
        say.println(
                KafkaOptions.words(sent) + " to " + request.target().topics().packets(sensor));
        say.flush();
        return 0;
    }
}
