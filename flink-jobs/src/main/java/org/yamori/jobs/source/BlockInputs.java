package org.yamori.jobs.source;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.BlockStream;
import org.yamori.wire.Topics;

/**
 * Files, feeds and scenarios as a source of arrivals, without a broker: the input that is furthest behind in event time
 * is always read next, so that no window stays open because of the order of the inputs. It runs in one process from
 * start to end and is not restored.
 */
public final class BlockInputs implements Source<Arrival, BlockInputs.Input, Integer> {
    private final List<Opener> inputs;
    private final String prefix;

    /** Opens one input where it is read. */
    public interface Opener extends Serializable {
        BlockStream open() throws IOException;
    }

    /** An input by its number; an input is what a partition is in Kafka. */
    public record Input(int number) implements SourceSplit {
        @Override
        public String splitId() {
            return "input-" + number;
        }
    }

    public BlockInputs(List<Opener> inputs, Topics topics) {
        this.inputs = List.copyOf(inputs);
        this.prefix = topics.prefix();
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SourceReader<Arrival, Input> createReader(SourceReaderContext context) {
        return new Reader(context);
    }

    /** Watermarks as for partitions in Kafka. */
    public static WatermarkStrategy<Arrival> watermarks(SourceRules rules) {
        return new ArrivalWatermarks(rules);
    }

    private final class Reader implements SourceReader<Arrival, Input> {
        private final SourceReaderContext context;
        private final ObjectMapper json = new ObjectMapper();
        private final List<Open> open = new ArrayList<>();
        private final CompletableFuture<Void> available = new CompletableFuture<>();
        private boolean assigned;

        Reader(SourceReaderContext context) {
            this.context = context;
        }

        /** One input and its next record. */
        private static final class Open {
            final String splitId;
            final BlockStream stream;

            @Nullable
            BlockRecord next;

            long offset;

            Open(String splitId, BlockStream stream) throws IOException {
                this.splitId = splitId;
                this.stream = stream;
                this.next = stream.next();
            }
        }

        @Override
        public void start() {
            context.sendSplitRequest();
        }

        @Override
        public InputStatus pollNext(ReaderOutput<Arrival> output) throws Exception {
            if (!assigned) {
                return InputStatus.NOTHING_AVAILABLE;
            }
            Open furthestBehind = null;
            for (Open input : open) {
                if (furthestBehind == null || startOf(input) < startOf(furthestBehind)) {
                    furthestBehind = input;
                }
            }
            if (furthestBehind == null) {
                return InputStatus.END_OF_INPUT;
            }
            emit(furthestBehind, output);
            return InputStatus.MORE_AVAILABLE;
        }

        private static long startOf(Open input) {
            return input.next == null
                    ? Long.MAX_VALUE
                    : input.next.header().span().watermarkMicros();
        }

        private void emit(Open input, ReaderOutput<Arrival> output) throws IOException {
            BlockRecord record = input.next;
            if (record != null) {
                SourceOutput<Arrival> split = output.createOutputForSplit(input.splitId);
                split.collect(
                        arrival(record, input.offset++), record.header().span().endMicros() / 1000);
                input.next = input.stream.next();
            }
            if (input.next == null) {
                input.stream.close();
                open.remove(input);
                output.releaseOutputForSplit(input.splitId);
            }
        }

        private Arrival arrival(BlockRecord record, long offset) throws IOException {
            byte[] heartbeat = record.isHeartbeat()
                    ? json.writeValueAsBytes(record.header().toTexts())
                    : new byte[0];
            return new Arrival(
                    new Topics(prefix).packets(record.header().origin().sensor()),
                    record.header().position().partition(),
                    offset,
                    record.header().span().endMicros(),
                    record.body(),
                    heartbeat);
        }

        @Override
        public List<Input> snapshotState(long checkpointId) {
            return List.of();
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return available;
        }

        @Override
        public void addSplits(List<Input> splits) {
            try {
                for (Input split : splits) {
                    open.add(
                            new Open(split.splitId(), inputs.get(split.number()).open()));
                }
            } catch (IOException unreadable) {
                throw new java.io.UncheckedIOException(unreadable);
            }
        }

        @Override
        public void notifyNoMoreSplits() {
            assigned = true;
            available.complete(null);
        }

        @Override
        public void close() throws Exception {
            for (Open input : open) {
                input.stream.close();
            }
        }
    }

    @Override
    public SplitEnumerator<Input, Integer> createEnumerator(SplitEnumeratorContext<Input> context) {
        return new OneReader(context, inputs.size());
    }

    @Override
    public SplitEnumerator<Input, Integer> restoreEnumerator(
            SplitEnumeratorContext<Input> context, Integer checkpoint) {
        return createEnumerator(context);
    }

    @Override
    public SimpleVersionedSerializer<Input> getSplitSerializer() {
        return new Numbers<>() {
            @Override
            int numberOf(Input input) {
                return input.number();
            }

            @Override
            Input of(int number) {
                return new Input(number);
            }
        };
    }

    @Override
    public SimpleVersionedSerializer<Integer> getEnumeratorCheckpointSerializer() {
        return new Numbers<>() {
            @Override
            int numberOf(Integer number) {
                return number;
            }

            @Override
            Integer of(int number) {
                return number;
            }
        };
    }

    private abstract static class Numbers<T> implements SimpleVersionedSerializer<T> {
        abstract int numberOf(T value);

        abstract T of(int number);

        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(T value) {
            return java.nio.ByteBuffer.allocate(4).putInt(numberOf(value)).array();
        }

        @Override
        public T deserialize(int version, byte[] serialized) {
            return of(java.nio.ByteBuffer.wrap(serialized).getInt());
        }
    }

    /** Gives all inputs to the first reader that asks, because only one reader can take the one furthest behind. */
    private static final class OneReader implements SplitEnumerator<Input, Integer> {
        private final SplitEnumeratorContext<Input> context;
        private final int count;
        private boolean given;

        OneReader(SplitEnumeratorContext<Input> context, int count) {
            this.context = context;
            this.count = count;
        }

        @Override
        public void start() {}

        @Override
        public void handleSplitRequest(int subtask, @Nullable String host) {
            if (!given) {
                given = true;
                for (int number = 0; number < count; number++) {
                    context.assignSplit(new Input(number), subtask);
                }
            }
            context.signalNoMoreSplits(subtask);
        }

        @Override
        public void addSplitsBack(List<Input> splits, int subtask) {
            throw new IllegalStateException("inputs are read once from start to end and cannot be given back");
        }

        @Override
        public void addReader(int subtask) {}

        @Override
        public Integer snapshotState(long checkpointId) {
            return count;
        }

        @Override
        public void close() {}
    }
}
