package org.yamori.jobs.enrich;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SharedTest {
    private final Shared<String, Object> shared = new Shared<>();

    @Test
    void everybodyGetsOne_andItIsMadeOnce() throws Exception {
        AtomicInteger made = new AtomicInteger();
        Callable<Object> asking = () -> shared.get("key", () -> {
            made.incrementAndGet();
            TimeUnit.MILLISECONDS.sleep(50);
            return new Object();
        });
        ExecutorService tasks = Executors.newFixedThreadPool(4);
        var all = tasks.invokeAll(Stream.generate(() -> asking).limit(4).toList());
        tasks.shutdown();
        Object first = all.get(0).get();
        for (Future<Object> each : all) {
            assertThat(each.get()).isSameAs(first);
        }
        assertThat(made).hasValue(1);
        assertThat(shared.get("another", Object::new)).isNotSameAs(first);
    }

    @Test
    void whatCouldNotBeMade_isTriedAgain() throws Exception {
        assertThatThrownBy(() -> shared.get("key", () -> {
                    throw new IOException("no");
                }))
                .isInstanceOf(IOException.class);
        assertThat(shared.get("key", () -> "yes")).isEqualTo("yes");
    }

    @Test
    void whatNobodyHas_isForgotten() {
        AtomicInteger made = new AtomicInteger();
        shared.get("key", () -> new byte[made.incrementAndGet()]);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (made.get() == 1 && System.nanoTime() < end) {
            System.gc();
            shared.get("key", () -> new byte[made.incrementAndGet()]);
        }
        assertThat(made.get()).isGreaterThan(1);
    }
}
