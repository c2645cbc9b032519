package org.yamori.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Packets of a period by port and protocol: the largest shares and the rest (N-04). */
public final class PortShareLogic {
    public static final String OTHER = "other";
    private static final int TENTHS = 1000;

    private PortShareLogic() {}

    /**
     * One slice.
     *
     * @param tenthsOfPercent share; those of all slices sum to 1000
     */
    public record Share(String port, long packets, int tenthsOfPercent) {
        public String percent() {
            return tenthsOfPercent / 10 + "." + tenthsOfPercent % 10;
        }
    }

    /**
     * Largest first, {@value #OTHER} last. Shares are rounded to tenths of a percent by largest remainder, so that they
     * sum to 100 exactly.
     */
    public static List<Share> shares(Map<String, Long> packetsByPort, int top) {
        List<Map.Entry<String, Long>> ports = new ArrayList<>(packetsByPort.entrySet());
        ports.removeIf(port -> port.getValue() == 0);
        ports.sort(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()));
        List<String> names = new ArrayList<>();
        List<Long> packets = new ArrayList<>();
        long rest = 0;
        long total = 0;
        for (Map.Entry<String, Long> port : ports) {
            total = Math.addExact(total, port.getValue());
            if (names.size() < top) {
                names.add(port.getKey());
                packets.add(port.getValue());
            } else {
                rest += port.getValue();
            }
        }
        if (rest > 0) {
            names.add(OTHER);
            packets.add(rest);
        }
        int[] tenths = tenths(packets, total);
        List<Share> shares = new ArrayList<>();
        for (int i = 0; i < tenths.length; i++) {
            shares.add(new Share(names.get(i), packets.get(i), tenths[i]));
        }
        return shares;
    }

    private static int[] tenths(List<Long> packets, long total) {
        int[] tenths = new int[packets.size()];
        double[] remainders = new double[tenths.length];
        int left = total == 0 ? 0 : TENTHS;
        for (int i = 0; i < tenths.length; i++) {
            double exact = (double) packets.get(i) * TENTHS / total;
            tenths[i] = (int) exact;
            remainders[i] = exact - tenths[i];
            left -= tenths[i];
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < tenths.length; i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingDouble((Integer i) -> remainders[i]).reversed());
        for (int i = 0; i < left; i++) {
            tenths[order.get(i)]++;
        }
        return tenths;
    }
}
