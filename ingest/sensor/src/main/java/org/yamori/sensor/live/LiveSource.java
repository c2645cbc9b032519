package org.yamori.sensor.live;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.yamori.sensor.SourceTally;
import org.yamori.sensor.parse.HeaderParser;
import org.yamori.sensor.parse.Refusal;
import org.yamori.sensor.publish.HeartbeatClock;
import org.yamori.wire.PacketRow;

/**
 * The packets of one or more interfaces as they arrive, each interface with a thread of its own.
 *
 * <p>Packets of one interface come in order, those of several within a second. No packet is earlier than what every
 * interface has delivered in full, which the watermark states.
 */
public final class LiveSource implements WaitingSource {
    private static final int LEAST_BATCHES = 4;

    private final List<InterfaceCapture> captures = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final BlockingQueue<Batch> filled;
    private final HeartbeatClock clock;
    private final HeaderParser parser;
    private final long[] refused = new long[Refusal.values().length];
    private final Map<InterfaceCapture, Progress> progress = new HashMap<>();

    private @Nullable Batch batch;
    private int at;
    private long read;
    private long packets;
    private int ended;

    /** How far the reader is with one interface. */
    private static final class Progress {
        long upToMicros = Long.MIN_VALUE;
        long givenUp;
        long kernelDropped;
    }

    private LiveSource(
            List<CaptureHandle> handles,
            CaptureOptions options,
            HeaderParser parser,
            HeartbeatClock clock,
            Consumer<String> say) {
        this.parser = parser;
        this.clock = clock;
        int batches = Math.max(LEAST_BATCHES, (int)
                (((long) options.queueMebibytes() << 20) / CaptureHandle.DUMP_BYTES / handles.size()));
        filled = new ArrayBlockingQueue<>(batches * handles.size());
        for (CaptureHandle handle : handles) {
            InterfaceCapture capture = new InterfaceCapture(handle, options, batches, filled, clock::nowMicros, say);
            captures.add(capture);
            progress.put(capture, new Progress());
            Thread thread = new Thread(capture, "capture-" + handle.name);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    /**
     * Opens all interfaces, for which this user needs the right; nothing is read before {@link #start}.
     *
     * @param parser reads the headers
     * @param say takes sentences about interfaces that go and come, from several threads
     */
    public static LiveSource open(
            List<String> interfaces,
            CaptureOptions options,
            HeaderParser parser,
            HeartbeatClock clock,
            Consumer<String> say)
            throws LiveException {
        if (interfaces.isEmpty() || interfaces.stream().distinct().count() < interfaces.size()) {
            throw new LiveException("interfaces must be one or more, each named once, were " + interfaces);
        }
        List<CaptureHandle> handles = new ArrayList<>();
        try {
            for (String name : interfaces) {
                handles.add(CaptureHandle.open(name, options));
            }
        } catch (LiveException refused) {
            handles.forEach(CaptureHandle::close);
            throw refused;
        }
        return new LiveSource(handles, options, parser, clock, say);
    }

    /** Begins to read. */
    public void start() {
        threads.forEach(Thread::start);
    }

    @Override
    public void stop() {
        captures.forEach(InterfaceCapture::stop);
    }

    @Override
    public boolean next(PacketRow row, long untilMicros) throws InterruptedException {
        while (true) {
            Batch current = batch;
            if (current == null) {
                current = await(untilMicros);
                if (current == null) {
                    return false;
                }
                begin(current);
            }
            while (at < current.length) {
                if (parse(current, row)) {
                    return true;
                }
            }
            finish(current);
        }
    }

    private @Nullable Batch await(long untilMicros) throws InterruptedException {
        if (isOver()) {
            return null;
        }
        long left = untilMicros - clock.nowMicros();
        return left <= 0 ? null : filled.poll(left, TimeUnit.MICROSECONDS);
    }

    private void begin(Batch current) {
        batch = current;
        at = 0;
    }

    private boolean parse(Batch current, PacketRow row) {
        byte[] bytes = current.bytes;
        long seconds = Integer.toUnsignedLong((int) InterfaceCapture.NATIVE_INT.get(bytes, at));
        int micros = (int) InterfaceCapture.NATIVE_INT.get(bytes, at + 4);
        int length = (int) InterfaceCapture.NATIVE_INT.get(bytes, at + 8);
        int frameAt = at + CaptureHandle.RECORD_HEADER_BYTES;
        at = frameAt + length;
        read++;
        if (!parser.parse(bytes, frameAt, length, current.linkType, row)) {
            refused[parser.refusal().ordinal()]++;
            return false;
        }
        row.timeMicros = seconds * 1_000_000 + micros;
        packets++;
        return true;
    }

    private void finish(Batch current) {
        Progress state = progressOf(current.owner);
        state.upToMicros = current.upToMicros;
        state.givenUp = current.givenUp;
        state.kernelDropped = current.kernelDropped;
        if (current.last) {
            ended++;
        }
        batch = null;
        current.owner.recycle(current);
    }

    private Progress progressOf(InterfaceCapture capture) {
        return Objects.requireNonNull(progress.get(capture));
    }

    @Override
    public boolean next(PacketRow row) throws IOException {
        try {
            return next(row, Long.MAX_VALUE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public boolean isOver() {
        return ended == captures.size();
    }

    @Override
    public long watermarkMicros() {
        long earliest = Long.MAX_VALUE;
        for (Progress state : progress.values()) {
            earliest = Math.min(earliest, state.upToMicros);
        }
        return earliest;
    }

    @Override
    public SourceTally tally() {
        Map<String, Long> reasons = new HashMap<>();
        for (Refusal why : Refusal.values()) {
            if (refused[why.ordinal()] > 0) {
                reasons.put(why.reason(), refused[why.ordinal()]);
            }
        }
        return new SourceTally(read + givenUp(), packets, reasons);
    }

    @Override
    public long givenUp() {
        long sum = 0;
        for (Progress state : progress.values()) {
            sum += state.givenUp;
        }
        return sum;
    }

    @Override
    public long droppedByKernel() {
        long sum = 0;
        for (Progress state : progress.values()) {
            sum += state.kernelDropped;
        }
        return sum;
    }

    /** What the threads have taken from the kernel so far, read or not; for those who watch. */
    public Taken taken() {
        long captured = 0;
        long givenUp = 0;
        long kernelDropped = 0;
        for (InterfaceCapture capture : captures) {
            captured += capture.captured();
            givenUp += capture.givenUp();
            kernelDropped += capture.kernelDropped();
        }
        return new Taken(captured, givenUp, kernelDropped);
    }

    /**
     * Counts of all interfaces together.
     *
     * @param captured packets that reached the program
     * @param givenUp of these, given up because nothing had room for them
     * @param kernelDropped packets that did not reach it
     */
    public record Taken(long captured, long givenUp, long kernelDropped) {}

    /** Ends the threads and closes the interfaces. */
    @Override
    public void close() {
        stop();
        threads.forEach(Thread::interrupt);
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
