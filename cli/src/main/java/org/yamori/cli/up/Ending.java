package org.yamori.cli.up;

import java.util.List;
import java.util.regex.Pattern;

/** Why a part ended, in words for a person, as far as its exit code and the end of its log tell. */
final class Ending {
    private static final int SIGNAL = 128;
    private static final int KILLED = 9;

    private record Symptom(Pattern inLog, String words) {}

    private static final List<Symptom> SYMPTOMS = List.of(
            new Symptom(Pattern.compile("No space left on device|Disk quota exceeded"), "the disk is full: free some"),
            new Symptom(
                    Pattern.compile("OutOfMemoryError|insufficient memory|Cannot allocate memory"),
                    "it ran out of memory: end other programs, or use a machine with more"),
            new Symptom(
                    Pattern.compile("Address already in use|BindException"),
                    "its port is taken: ./yamori doctor says by whom"),
            new Symptom(Pattern.compile("Read-only file system"), "the disk may only be read"),
            new Symptom(
                    Pattern.compile("setpriv: .*|AccessDeniedException|Permission denied"),
                    "it may not do what it must: ./yamori doctor says what is missing"));

    private static final Pattern COMPLAINT = Pattern.compile("^(?!\\s+at ).*(ERROR|FATAL|Exception|yamori: )");
    private static final int MOST_LETTERS = 200;

    private Ending() {}

    static String words(int exitCode, List<String> lastLines) {
        String how =
                exitCode > SIGNAL ? "was ended by signal " + (exitCode - SIGNAL) : "ended with exit code " + exitCode;
        for (Symptom symptom : SYMPTOMS) {
            if (lastLines.stream().anyMatch(line -> symptom.inLog.matcher(line).find())) {
                return how + "; " + symptom.words;
            }
        }
        if (exitCode == SIGNAL + KILLED) {
            return how + ", by somebody or by the kernel for want of memory";
        }
        String complaint = "";
        for (String line : lastLines) {
            complaint = COMPLAINT.matcher(line).find() ? line.strip() : complaint;
        }
        return complaint.isEmpty() ? how : how + ", saying: " + clipped(complaint);
    }

    private static String clipped(String line) {
        return line.length() > MOST_LETTERS ? line.substring(0, MOST_LETTERS) + "…" : line;
    }
}
