package org.yamori.jobs.sink.mail;

import java.time.Instant;
import org.yamori.wire.AlertKind;
import org.yamori.wire.Finding;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Alerts for tests, in the shape of the room's page. */
final class Alerts {
    static final Instant FIRST = Instant.parse("2026-01-14T09:00:00Z");

    private Alerts() {}

    static String caseId(String organisation, String source) {
        return Finding.id("case", organisation + '\n' + source, "", micros(FIRST));
    }

    static String newAlert(String organisation, String source) {
        return Finding.id("alert", organisation + '\n' + source, "new", micros(FIRST));
    }

    static byte[] json(String organisation, String source, AlertKind kind, Instant time, long unit) {
        return json(organisation, source, kind, time, unit, "\"state\":\"open\"");
    }

    static byte[] closed(String organisation, String source, Instant time) {
        return json(organisation, source, AlertKind.NEW, FIRST, 0, "\"state\":\"closed\",\"closed\":\"" + time + '"');
    }

    private static byte[] json(
            String organisation, String source, AlertKind kind, Instant time, long unit, String state) {
        String id = Finding.id("alert", organisation + '\n' + source, kind.word(), micros(time));
        return ("{'@timestamp':'" + time + "','event':{'kind':'alert','module':'yamori','dataset':'yamori.alert'},"
                        + "'message':'words','organization':{'name':'" + organisation + "'},"
                        + "'source':{'ip':'" + source + "','port':40001},'destination':{'port':445},"
                        + "'network':{'transport':'tcp'},'yamori':{'disposition':'for the contacts','alert':{"
                        + "'kind':'" + kind.word() + "','case':'" + caseId(organisation, source) + "',"
                        + state + ",'class':'infected','first':'" + FIRST + "','last':'" + time + "',"
                        + "'packets':1200,'internal':1100,'external':100,"
                        + "'unit':{'number':" + unit + ",'packets':400,'destinations':130},"
                        + "'window':{'seconds':60.0,'packets':1000,'threshold':1000},"
                        + "'behaviour':{'ports':[{'port':'445/tcp','packets':1100},{'port':'139/tcp','packets':100}],"
                        + "'order':'sequential','packets_per_destination':2.5,'packets_per_second':0.333333,"
                        + "'internet_rate':'not estimable: the order is not random','tools':[],"
                        + "'backscatter_packets':0,'least_ttl':120,'most_ttl':120},"
                        + "'confidence':{'level':'medium','points':60,'because':['answers nobody: 20']},"
                        + "'likelihood':{'level':'high','points':55,'because':['tries 10 addresses or more: 25']},"
                        + "'suggestions':['look for malware on the host'],"
                        + "'packets_shown':[{'time':'" + FIRST + "','destination':'203.0.113.77','port':'445/tcp',"
                        + "'source_port':40001,'ttl':120,'flags':2}]},"
                        + "'finding':{'kind':'alert','id':'" + id + "','revision':1,'anchor':'" + time + "'},"
                        + "'rules':{'version':'b8a75f08'}}}")
                .replace('\'', '"')
                .getBytes(UTF_8);
    }

    static long micros(Instant time) {
        return time.toEpochMilli() * 1000;
    }
}
