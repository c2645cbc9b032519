package org.yamori.cli.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stable labels instead of sources, by rank. */
public final class PseudonymLogic {
    /** Names in the order a person expects: runs of digits compare as numbers, so that 9 comes before 10. */
    public static final Comparator<String> NATURAL = PseudonymLogic::compareNaturally;

    private PseudonymLogic() {}

    /**
     * {@code domain1, domain2, …} by falling total. Equal totals keep the order of {@code sources}; a source without a
     * total comes after those that have one.
     *
     * @return label of each source, in rank order
     */
    public static Map<String, String> labels(Collection<String> sources, Map<String, Long> totals) {
        List<String> ranked = new ArrayList<>(sources);
        ranked.sort(Comparator.comparingLong((String source) -> totals.getOrDefault(source, -1L))
                .reversed());
        Map<String, String> labels = new LinkedHashMap<>();
        for (String source : ranked) {
            labels.put(source, "domain" + (labels.size() + 1));
        }
        return labels;
    }

    private static int compareNaturally(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int endA = endOfDigits(a, i);
            int endB = endOfDigits(b, j);
            int order;
            if (endA > i && endB > j) {
                String numberA = withoutZeros(a, i, endA);
                String numberB = withoutZeros(b, j, endB);
                order = numberA.length() != numberB.length()
                        ? Integer.compare(numberA.length(), numberB.length())
                        : numberA.compareTo(numberB);
                i = endA;
                j = endB;
            } else {
                order = Character.compare(a.charAt(i++), b.charAt(j++));
            }
            if (order != 0) {
                return order;
            }
        }
        int rest = Integer.compare(a.length() - i, b.length() - j);
        return rest != 0 ? rest : a.compareTo(b);
    }

    private static int endOfDigits(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static String withoutZeros(String text, int from, int to) {
        int start = from;
        while (start < to - 1 && text.charAt(start) == '0') {
            start++;
        }
        return text.substring(start, to);
    }
}
