package org.yamori.console;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.yamori.console.overview.Overview;
import org.yamori.console.overview.OverviewSource;
import org.yamori.console.page.PageModel;
import org.yamori.console.page.Pages;

/** The page over one length of time, kept up to date while somebody looks at it. */
final class LiveView {
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final OverviewSource source;
    private final PageModel.Place place;
    private final int hours;
    private final Pages pages;
    private final Clock clock;

    private Optional<Overview> known = Optional.empty();
    private Optional<String> trouble = Optional.empty();
    private long readNanos = Long.MIN_VALUE;
    private Parts parts = new Parts(0, "");
    private int watchers;
    private boolean closed;

    /**
     * What of the page changes with time.
     *
     * @param version grows whenever they are others
     */
    record Parts(long version, String html) {}

    LiveView(OverviewSource source, PageModel.Place place, int hours, Pages pages, Clock clock) {
        this.source = source;
        this.place = place;
        this.hours = hours;
        this.pages = pages;
        this.clock = clock;
    }

    /** The whole page, not older than a second. */
    String page() {
        boolean old;
        synchronized (this) {
            old = readNanos == Long.MIN_VALUE || System.nanoTime() - readNanos > FRESH.toNanos();
        }
        if (old) {
            refresh();
        }
        return pages.page(model());
    }

    /** Reads again if somebody watches. */
    void refreshForWatchers() {
        synchronized (this) {
            if (watchers == 0) {
                return;
            }
        }
        refresh();
    }

    /** Reads again; when that fails the page keeps what it knew and says so. */
    private void refresh() {
        Optional<Overview> read;
        Optional<String> failure;
        try {
            read = source.read(hours);
            failure = Optional.empty();
        } catch (IOException away) {
            read = Optional.empty();
            failure = Optional.of(String.valueOf(away.getMessage()));
        } catch (RuntimeException unexpected) {
            read = Optional.empty();
            failure = Optional.of("The index holds what this page cannot read: " + unexpected);
        }
        synchronized (this) {
            known = failure.isPresent() ? known : read;
            trouble = failure;
            readNanos = System.nanoTime();
            String html = pages.parts(model());
            if (!html.equals(parts.html)) {
                parts = new Parts(parts.version + 1, html);
                notifyAll();
            }
        }
    }

    private synchronized PageModel model() {
        return new PageModel(place, hours, known, trouble, clock.instant());
    }

    synchronized void enter() {
        watchers++;
    }

    synchronized void leave() {
        watchers--;
    }

    synchronized boolean isWatched() {
        return watchers > 0;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Waits for parts newer than a version, but not longer than some time; then returns what there is. */
    synchronized Parts await(long seenVersion, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        long left = patience.toMillis();
        while (!closed && parts.version <= seenVersion && left > 0) {
            wait(left);
            left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        }
        return parts;
    }

    /** Sends everybody home who waits. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
