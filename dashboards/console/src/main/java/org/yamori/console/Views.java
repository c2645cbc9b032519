package org.yamori.console;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The pages somebody asked for lately: the installation and studies, each in several lengths. */
final class Views {
    /** More are kept only while somebody watches them. */
    private static final int MOST = 24;

    private final BiFunction<String, Integer, LiveView> maker;
    /** What was asked for last stands last. */
    private final Map<Key, LiveView> views = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(String prefix, int hours) {}

    Views(BiFunction<String, Integer, LiveView> maker) {
        this.maker = maker;
    }

    synchronized LiveView of(String prefix, int hours) {
        LiveView view = views.computeIfAbsent(new Key(prefix, hours), key -> maker.apply(prefix, hours));
        Iterator<LiveView> oldest = views.values().iterator();
        while (views.size() > MOST && oldest.hasNext()) {
            LiveView forgotten = oldest.next();
            if (forgotten != view && !forgotten.isWatched()) {
                forgotten.close();
                oldest.remove();
            }
        }
        return view;
    }

    synchronized List<LiveView> all() {
        return new ArrayList<>(views.values());
    }
}
