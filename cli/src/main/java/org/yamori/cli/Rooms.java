package org.yamori.cli;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.yamori.jobs.config.DetectConfig;

/** The rooms of the job, by the words under which their options stand: a room without options cannot be. */
final class Rooms {
    private static final Pattern OPTION = Pattern.compile("yamori[.](?:detect|correlate)[.]([a-z-]+)[.].*");

    private Rooms() {}

    static Set<String> ofTheJob() {
        Set<String> rooms = new TreeSet<>();
        for (ConfigOption<?> option : DetectConfig.options()) {
            Matcher matcher = OPTION.matcher(option.key());
            if (matcher.matches()) {
                rooms.add(matcher.group(1));
            }
        }
        return rooms;
    }
}
