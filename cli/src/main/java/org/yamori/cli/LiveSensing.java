package org.yamori.cli;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.yamori.cli.Doors.InterfacesToKafka;
import org.yamori.cli.Doors.Sent;
import org.yamori.sensor.block.Epoch;
import org.yamori.sensor.block.SensorLedger;
import org.yamori.sensor.block.SensorSettings;
import org.yamori.sensor.live.LiveRun;
import org.yamori.sensor.live.LiveSource;
import org.yamori.sensor.live.Privileges;
import org.yamori.sensor.publish.BlockPublisher;
import org.yamori.sensor.publish.HeartbeatClock;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.Clock;

/** What arrives at network interfaces on its way to Kafka, until the process is asked to end. */
final class LiveSensing implements InterfacesToKafka {
    /** Longer than Kafka's producer takes to close. */
    private static final long GRACE_SECONDS = 40;

    @Override
    public Sent send(Arriving request) throws IOException {
        BlockHeader.Origin origin = request.origin();
        SensorSettings settings = SensorSettings.blackhole(origin.sensor(), origin.network(), Clock.LIVE)
                .withKind(origin.kind())
                .withShards(request.target().shards())
                .withRanges(request.ranges());
        HeartbeatClock clock = HeartbeatClock.ofMachine();
        try (LiveSource source = LiveSource.open(request.interfaces(), request.capture(), clock, LiveSensing::say)) {
            if (request.user().isPresent()) {
                Privileges.giveUpFor(request.user().get());
            }
            Publishing.createTopics(request.target(), List.of(settings.sensor()));
            return run(source, settings, request, clock);
        }
    }

    private static Sent run(LiveSource source, SensorSettings settings, Arriving request, HeartbeatClock clock)
            throws IOException {
        CountDownLatch done = new CountDownLatch(1);
        Thread stopping = new Thread(() -> endAndWait(source, done), "stopping");
        try (LiveProgress progress = LiveProgress.onScreen(source, LiveSensing::say);
                BlockPublisher publisher = BlockPublisher.open(
                        Map.of("bootstrap.servers", request.target().brokers()),
                        request.target().topics())) {
            LiveRun run = new LiveRun(
                    source, settings, Epoch.first(clock.nowMicros()), publisher::send, clock, progress::sent);
            Runtime.getRuntime().addShutdownHook(stopping);
            source.start();
            say("captures from " + String.join(", ", request.interfaces()) + " as " + settings.sensor() + " to "
                    + request.target().topics().packets(settings.sensor()) + "; Ctrl-C ends it");
            LiveRun.Sent all = run.run();
            publisher.flush();
            SensorLedger ledger = all.ledger();
            return new Sent(
                    ledger.published(),
                    publisher.acknowledgedBlocks(),
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
        } finally {
            done.countDown();
        }
    }

    /** The process lives until what was captured has arrived. */
    private static void endAndWait(LiveSource source, CountDownLatch done) {
        source.stop();
        try {
            if (!done.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                say("ended before everything captured had arrived");
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(String sentence) {
        System.err.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + sentence);
    }
}
