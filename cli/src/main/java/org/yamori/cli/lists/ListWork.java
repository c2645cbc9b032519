package org.yamori.cli.lists;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.yamori.cli.Refusal;
import org.yamori.wire.AddressSet;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.Cidr;
import org.yamori.wire.ListFile;
import org.yamori.wire.ListRecord;

/** What is done with lists, and what is said about it. */
public final class ListWork {
    private final PrintWriter out;

    public ListWork(PrintWriter out) {
        this.out = out;
    }

    /**
     * Why and by whom lists are changed, and when.
     *
     * @param effectiveMicros when it is to take effect; never earlier than two seconds after it was written
     */
    public record Change(String author, String reason, ListRecord.Purpose purpose, long effectiveMicros) {}

    /** Reads files and says what is in them. */
    public List<ListFile> validate(List<Path> paths) {
        try {
            List<ListFile> files = ListFile.readAll(paths);
            files.forEach(file -> out.println(file.name() + ": " + counts(file.addresses()) + "; " + file.from()));
            out.println(files.size() == 1 ? "1 list" : files.size() + " lists");
            out.flush();
            return files;
        } catch (BadRecordException bad) {
            throw new Refusal(String.valueOf(bad.getMessage()), bad);
        }
    }

    /** Writes those that differ from what the topic has. */
    public void apply(List<ListFile> files, Change change, ListTopic topic) throws IOException {
        List<ListRecord> changed = new ArrayList<>();
        for (ListFile file : files) {
            ListRecord next = new ListRecord(
                    file.name(),
                    topic.newest(file.name()).map(ListRecord::revision).orElse(0L) + 1,
                    change.effectiveMicros,
                    change.purpose,
                    change.author,
                    change.reason,
                    file.addresses());
            boolean same = topic.newest(file.name())
                    .map(now ->
                            now.purpose() == next.purpose() && now.addresses().equals(next.addresses()))
                    .orElse(false);
            out.println(next.name()
                    + (same ? ": unchanged" : ": revision " + next.revision() + ", " + counts(next.addresses())));
            if (!same) {
                changed.add(next);
            }
        }
        write(changed, topic);
    }

    /** Ends lists: nobody is on them any more. */
    public void end(List<String> names, Change change, ListTopic topic) throws IOException {
        List<ListRecord> ended = new ArrayList<>();
        for (String name : names) {
            ListRecord now = topic.newest(name)
                    .filter(list -> !list.addresses().isEmpty())
                    .orElseThrow(() -> new Refusal("there is no list '" + name + "' in " + topic.name()
                            + "; 'yamori lists show' shows those that are"));
            ended.add(new ListRecord(
                    name,
                    now.revision() + 1,
                    change.effectiveMicros,
                    now.purpose(),
                    change.author,
                    change.reason,
                    List.of()));
            out.println(name + ": ends with revision " + (now.revision() + 1));
        }
        write(ended, topic);
    }

    private void write(List<ListRecord> changed, ListTopic topic) throws IOException {
        if (!changed.isEmpty()) {
            topic.write(changed);
        }
        out.println("wrote " + changed.size() + " to " + topic.name());
        out.flush();
    }

    /** Every list of the topic on a line. */
    public void show(ListTopic topic) {
        for (ListTopic.Version version : topic.newest()) {
            ListRecord list = version.list();
            String what = list.addresses().isEmpty() ? "ended" : counts(list.addresses());
            out.println(list.name() + ": revision " + list.revision() + ", "
                    + list.purpose().name().toLowerCase(Locale.ROOT).replace('_', '-') + ", " + what
                    + ", effective from " + time(version.effectiveMicros()) + ", by " + list.author() + ": "
                    + list.reason());
        }
        out.println(topic.newest().size() + " in " + topic.name());
        out.flush();
    }

    /** The prefixes of a list. */
    public void show(ListTopic topic, String name) {
        ListRecord list = topic.newest(name)
                .orElseThrow(() -> new Refusal("there is no list '" + name + "' in " + topic.name()
                        + "; 'yamori lists show' shows those that are"));
        list.addresses().forEach(out::println);
        out.flush();
    }

    private static String counts(List<Cidr> addresses) {
        long ipv6 = addresses.stream().filter(Cidr::ipv6).count();
        return String.format(
                Locale.ROOT,
                "%,d %s%s, %,d IPv4 addresses",
                addresses.size(),
                addresses.size() == 1 ? "prefix" : "prefixes",
                ipv6 == 0 ? "" : String.format(Locale.ROOT, " (%,d of IPv6)", ipv6),
                AddressSet.of(addresses).ipv4Size());
    }

    private static Instant time(long micros) {
        return Instant.EPOCH
                .plusSeconds(Math.floorDiv(micros, 1_000_000L))
                .plusNanos(Math.floorMod(micros, 1_000_000L) * 1000);
    }
}
