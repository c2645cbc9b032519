package org.yamori.sensor.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run finds in its folder: the files of the runs before, the newest one cut behind its last whole record.
 *
 * @param segments in order, those that hold nothing left out
 * @param next number for the next file
 * @param numbering where the sensor's numbering stood
 * @param backlog what was not acknowledged
 * @param cutBytes how much of a torn record was cut off
 */
record SpoolContents(List<Segment> segments, long next, Segment.Numbering numbering, Backlog backlog, long cutBytes) {
    static SpoolContents read(Path folder, ReadPosition position) throws IOException {
        List<Long> numbers = numbers(folder);
        List<Segment> segments = new ArrayList<>();
        Segment.Numbering numbering = Segment.Numbering.NONE;
        long cut = 0;
        long blocks = 0;
        long bytes = 0;
        for (long number : numbers) {
            boolean newest = number == numbers.get(numbers.size() - 1);
            Path file = folder.resolve(Segment.name(number));
            try (RandomAccessFile in = new RandomAccessFile(file.toFile(), newest ? "rw" : "r")) {
                Segment.@Nullable Numbering header = Segment.numbering(file, in);
                if (header != null && header.epoch() >= numbering.epoch()) {
                    numbering = header;
                }
                long length = in.length();
                long start = number == position.segment() ? Math.max(position.end(), Segment.HEADER_BYTES) : 0;
                long end = Math.min(length, Segment.HEADER_BYTES);
                for (Segment.At at = Segment.next(in, end, length); at != null; at = Segment.next(in, end, length)) {
                    numbering = numbering.after(at.head());
                    end = at.end();
                    boolean waits = number >= position.segment() && at.offset() >= start;
                    blocks += waits && !at.head().heartbeat() ? 1 : 0;
                    bytes += waits ? at.head().length() : 0;
                }
                if (newest && end < length) {
                    in.setLength(end);
                    cut = length - end;
                }
                segments.add(new Segment(folder, number, newest ? end : length));
            }
        }
        long newestNumber = numbers.isEmpty() ? -1 : numbers.get(numbers.size() - 1);
        // Never a number that the position takes for acknowledged, even if somebody deleted the files.
        long next = Math.max(newestNumber, position.segment()) + 1;
        return new SpoolContents(segments, next, numbering, new Backlog(blocks, bytes), cut);
    }

    /** The folder's files by number; a file that is not a spool's is refused. */
    private static List<Long> numbers(Path folder) throws IOException {
        List<Long> numbers = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (name.matches("[0-9]{12}\\" + Segment.SUFFIX) && Files.isRegularFile(file)) {
                    numbers.add(Long.parseLong(name.substring(0, name.length() - Segment.SUFFIX.length())));
                } else if (!name.equals(ReadPosition.NAME) && !name.equals(FolderLock.NAME)) {
                    throw new SpoolException(folder + " holds " + name
                            + ", which is no part of a spool; a spool needs a folder of its own");
                }
            }
        }
        numbers.sort(Comparator.naturalOrder());
        return numbers;
    }
}
