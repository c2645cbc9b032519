package org.yamori.cli;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.yamori.cli.Doors.InterfacesToKafka;
import org.yamori.cli.Doors.Sent;
import org.yamori.sensor.block.SensorLedger;
import org.yamori.sensor.block.SensorSettings;
import org.yamori.sensor.live.LiveRun;
import org.yamori.sensor.live.LiveSource;
import org.yamori.sensor.live.Privileges;
import org.yamori.sensor.live.WaitingSource;
import org.yamori.sensor.parse.HeaderParser;
import org.yamori.sensor.publish.HeartbeatClock;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.Clock;

/** What arrives at network interfaces on its way to Kafka, until the process is asked to end. */
final class LiveSensing implements InterfacesToKafka {
    @Override
    public Sent send(Arriving request) throws IOException {
        BlockHeader.Origin origin = request.origin();
        SensorSettings settings = SensorSettings.blackhole(origin.sensor(), origin.network(), Clock.LIVE)
                .withKind(origin.kind())
                .withShards(request.target().shards())
                .withRanges(request.ranges());
        HeartbeatClock clock = HeartbeatClock.ofMachine();
        HeaderParser parser = new HeaderParser(request.observation().decapsulation());
        parser.hashPayloadsWith(request.observation().payloadHash());
        try (LiveSource source =
                LiveSource.open(request.interfaces(), request.capture(), parser, clock, LiveSensing::say)) {
            if (request.user().isPresent()) {
                Privileges.giveUpFor(request.user().get());
            }
            Connection.check(request.target().kafka(), Optional.of(settings.sensor()));
            return Connection.inWords(request.target().kafka(), () -> {
                if (request.spool().isEmpty()) {
                    Publishing.createTopics(request.target(), List.of(settings.sensor()));
                }
                return run(source, settings, request, clock);
            });
        }
    }

    private static Sent run(LiveSource source, SensorSettings settings, Arriving request, HeartbeatClock clock)
            throws IOException {
        Thread stopping = new Thread(() -> endAndWait(source), "stopping");
        SensorOutlet outlet = SensorOutlet.open(settings.sensor(), request.target(), request.spool(), LiveSensing::say);
        try (LiveProgress progress = LiveProgress.onScreen(source, LiveSensing::say);
                MeasurementOutlet measurements = new MeasurementOutlet(request.target(), LiveSensing::say)) {
            WaitingSource watched = request.observation().watched(settings, source, measurements::take);
            LiveRun run = new LiveRun(watched, settings, outlet.epoch(), outlet, clock, progress::sent);
            Runtime.getRuntime().addShutdownHook(stopping);
            source.start();
            say("captures from " + String.join(", ", request.interfaces()) + " as " + settings.sensor() + " to "
                    + request.target().topics().packets(settings.sensor()) + "; Ctrl-C ends it");
            LiveRun.Sent all = runToItsEnd(run, outlet);
            SensorLedger ledger = all.ledger();
            return new Sent(
                    ledger.published(),
                    outlet.acknowledgedBlocks(),
                    new BlockHeader.Tally(
                            ledger.captured(),
                            ledger.refusedInAll(),
                            ledger.outside(),
                            ledger.replies(),
                            all.droppedByKernel(),
                            ledger.dropped()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while packets were captured", stopped);
        }
    }

    private static LiveRun.Sent runToItsEnd(LiveRun run, SensorOutlet outlet) throws IOException, InterruptedException {
        try {
            return run.run();
        } finally {
            outlet.finish();
        }
    }

    /** The process lives until what was captured has arrived. */
    private static void endAndWait(LiveSource source) {
        source.stop();
        if (!LastWord.await(SensorOutlet.MOST_TO_FINISH)) {
            say("ended before everything captured had arrived");
        }
    }

    private static void say(String sentence) {
        System.err.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + sentence);
    }
}
