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
import org.yamori.cli.Doors.InterfacesToKafka;
import org.yamori.cli.Doors.KafkaTarget;
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

/** Publishes captures, or what arrives at network interfaces, to Kafka: the sensor. */
@Command(
        name = "sense",
        sortOptions = false,
        description = "Publishes packets to Kafka: of captures, with their own clock, or of interfaces as they arrive.")
final class SenseCommand implements Callable<Integer> {
    private final CaptureToKafka captureToKafka;
    private final InterfacesToKafka interfacesToKafka;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--pcap",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Captures (pcap, pcapng, also .gz and .zst; - is the standard input), read one after the"
                    + " other.")
    private List<Path> captures = new ArrayList<>();

    @Mixin
    private InterfaceOptions live = new InterfaceOptions();

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

    @Mixin
    private WatchedOptions watched = new WatchedOptions();

    @Mixin
    private ObservationOptions observation = new ObservationOptions();

    @Mixin
    private SpoolOptions spool = new SpoolOptions();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    SenseCommand(CaptureToKafka captureToKafka, InterfacesToKafka interfacesToKafka) {
        this.captureToKafka = captureToKafka;
        this.interfacesToKafka = interfacesToKafka;
    }

    @Override
    public Integer call() throws IOException {
        CommandSpec here = Objects.requireNonNull(spec);
        Sent sent;
        KafkaTarget target;
        try {
            boolean arriving = !live.interfaces().isEmpty();
            if (arriving != captures.isEmpty()) {
                throw new IllegalArgumentException(
                        "name either captures with --pcap or interfaces with --interface, not "
                                + (arriving ? "both" : "neither"));
            }
            if (!arriving && spool.spooling().isPresent()) {
                throw new IllegalArgumentException("--spool goes only with --interface");
            }
            Terminal.requirePipesOnce(captures);
            Origin origin = new Origin(sensor, SensorKind.of(kind), network, arriving ? Clock.LIVE : Clock.FILE);
            target = arriving ? kafka.any() : kafka.study();
            sent = arriving ? ofInterfaces(origin, target) : ofCaptures(origin, target);
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(here.commandLine(), String.valueOf(refused.getMessage()), refused);
        }
        PrintWriter say = here.commandLine().getOut();
        say.println(KafkaOptions.words(sent) + " to " + target.topics().packets(sensor));
        say.flush();
        return 0;
    }

    private Sent ofCaptures(Origin origin, KafkaTarget target) throws IOException {
        CaptureToKafka.Request request =
                new CaptureToKafka.Request(captures, origin, watched.of(origin), target, observation.observation());
        for (Path capture : captures) {
            if (InputKind.of(capture) != InputKind.CAPTURE) {
                throw new Refusal(capture + " is no capture");
            }
        }
        try (Progress progress = Progress.onScreen("publishing")) {
            return captureToKafka.send(request, progress);
        }
    }

    private Sent ofInterfaces(Origin origin, KafkaTarget target) throws IOException {
        return interfacesToKafka.send(new InterfacesToKafka.Arriving(
                live.interfaces(),
                live.capture(),
                live.user(),
                origin,
                watched.of(origin),
                target,
                observation.observation(),
                spool.spooling()));
    }
}
