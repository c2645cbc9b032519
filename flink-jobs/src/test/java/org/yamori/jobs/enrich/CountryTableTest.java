package org.yamori.jobs.enrich;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.maxmind.db.Reader;
import java.io.File;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yamori.wire.Cidr;
import org.yamori.wire.IpAddress;
import org.yamori.wire.SharedFolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class CountryTableTest {
    private static final String TEST_DATA = "data/geo/maxmind-test/test-data/";
    private static final String BAD_DATA = "data/geo/maxmind-test/bad-data/";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GeoLite2-Country-Test",
                "GeoIP2-Country-Test",
                "GeoLite2-City-Test",
                "GeoIP2-Enterprise-Test",
                "GeoIP2-Precision-Enterprise-Test"
            })
    void countries_equalThoseOfMaxMindsReader(String database) throws Exception {
        Path file = SharedFolder.file(TEST_DATA + database + ".mmdb");
        CountryTable table = CountryTable.read(file);
        int known = 0;

        try (Reader reader = new Reader(file.toFile())) {
            for (IpAddress address : addressesToAsk(file.toFile())) {
                String expected = countryByReader(reader, address);
                assertThat(countryByTable(table, address)).as("%s", address).isEqualTo(expected);
                known += expected.isEmpty() ? 0 : 1;
            }
        }
        assertThat(known).isGreaterThan(500);
    }

    /** Both ends of every network and their neighbours outside, and 100,000 at random: half of them close to one. */
    private static List<IpAddress> addressesToAsk(File file) throws Exception {
        List<IpAddress> asked = new ArrayList<>();
        try (Reader reader = new Reader(file)) {
            var networks = reader.networks(true, Object.class);
            while (networks.hasNext()) {
                var network = networks.next().network();
                Cidr prefix = cidr(network.networkAddress().getAddress(), network.prefixLength());
                asked.add(prefix.first());
                asked.add(prefix.last());
                asked.add(moved(prefix.first(), -1));
                asked.add(moved(prefix.last(), 1));
            }
        }
        Random random = new Random(41);
        int borders = asked.size();
        for (int i = 0; i < 100_000; i++) {
            IpAddress near = asked.get(random.nextInt(borders));
            asked.add(
                    switch (i % 5) {
                        case 0 -> IpAddress.ofIpv4(random.nextInt());
                        case 1 -> IpAddress.ofIpv6(random.nextLong(), random.nextLong());
                        case 2 -> IpAddress.ofIpv6(0x2002L << 48 | (random.nextInt() & 0xffffffffL) << 16, 1);
                        default -> moved(near, random.nextInt(100_000) - 50_000);
                    });
        }
        return asked;
    }

    private static Cidr cidr(byte[] address, int length) {
        ByteBuffer bytes = ByteBuffer.wrap(address);
        return address.length == 4
                ? new Cidr(IpAddress.ofIpv4(bytes.getInt()), length)
                : new Cidr(IpAddress.ofIpv6(bytes.getLong(), bytes.getLong()), length);
    }

    private static IpAddress moved(IpAddress address, int step) {
        if (!address.ipv6()) {
            return IpAddress.ofIpv4(address.ipv4() + step);
        }
        long low = address.low() + step;
        int carry = Long.compareUnsigned(low, address.low()) < 0 == step < 0 ? 0 : step < 0 ? -1 : 1;
        return IpAddress.ofIpv6(address.high() + carry, low);
    }

    private static String countryByTable(CountryTable table, IpAddress address) {
        return CountryTable.text(
                address.ipv6() ? table.countryOf(address.high(), address.low()) : table.countryOf(address.ipv4()));
    }

    private static String countryByReader(Reader reader, IpAddress address) throws Exception {
        InetAddress java;
        if (address.ipv6()) {
            byte[] bytes = new byte[16];
            ByteBuffer.wrap(bytes).putLong(address.high()).putLong(address.low());
            java = Inet6Address.getByAddress("", bytes, -1);
        } else {
            java = InetAddress.getByAddress(
                    ByteBuffer.allocate(4).putInt(address.ipv4()).array());
        }
        @Nullable Object data = reader.get(java, Object.class);
        for (String part : List.of("country", "registered_country")) {
            if (data instanceof Map<?, ?> record
                    && record.get(part) instanceof Map<?, ?> country
                    && country.get("iso_code") instanceof String code) {
                return code;
            }
        }
        return "";
    }

    /** The source from which MaxMind made its test database is the oracle. */
    @Test
    void everyNetworkOfTheSource_hasItsCountry() throws Exception {
        CountryTable table = CountryTable.read(SharedFolder.file(TEST_DATA + "GeoLite2-Country-Test.mmdb"));
        JsonNode source = new ObjectMapper()
                .readTree(SharedFolder.file("data/geo/maxmind-test/source-data/GeoLite2-Country-Test.json")
                        .toFile());
        Map<Cidr, String> countries = new HashMap<>();
        for (JsonNode entry : source) {
            entry.properties().forEach(network -> {
                JsonNode record = network.getValue();
                String code = record.at("/country/iso_code")
                        .asText(record.at("/registered_country/iso_code").asText(""));
                countries.put(Cidr.parsePrefixOrAddress(network.getKey().replace("::ffff:", "")), code);
            });
        }
        assertThat(countries).hasSizeGreaterThan(200).containsEntry(Cidr.parse("2.125.160.216/29"), "GB");
        countries.forEach((prefix, country) -> {
            assertThat(countryByTable(table, prefix.first())).as("%s", prefix).isEqualTo(country);
            assertThat(countryByTable(table, prefix.last())).as("%s", prefix).isEqualTo(country);
        });
    }

    @Test
    void nameAndDate_areThoseOfTheMetadata() throws Exception {
        Path file = SharedFolder.file(TEST_DATA + "GeoLite2-Country-Test.mmdb");
        CountryTable table = CountryTable.read(file);

        assertThat(table.name()).isEqualTo("GeoLite2-Country");
        try (Reader reader = new Reader(file.toFile())) {
            assertThat(table.databaseDate())
                    .hasValue(LocalDate.ofEpochDay(
                            reader.getMetadata().buildEpoch().longValueExact() / 86_400));
        }
    }

    static Stream<String> damaged() {
        return Stream.of(
                BAD_DATA + "libmaxminddb/libmaxminddb-corrupt-search-tree.mmdb",
                BAD_DATA + "libmaxminddb/libmaxminddb-deep-array-nesting.mmdb",
                BAD_DATA + "libmaxminddb/libmaxminddb-deep-nesting.mmdb",
                BAD_DATA + "libmaxminddb/libmaxminddb-empty-array-last-in-metadata.mmdb",
                BAD_DATA + "libmaxminddb/libmaxminddb-empty-map-last-in-metadata.mmdb",
                BAD_DATA + "libmaxminddb/libmaxminddb-metadata-marker-only.mmdb",
                BAD_DATA + "libmaxminddb/libmaxminddb-offset-integer-overflow.mmdb",
                BAD_DATA + "libmaxminddb/libmaxminddb-oversized-array.mmdb",
                BAD_DATA + "libmaxminddb/libmaxminddb-oversized-map.mmdb",
                BAD_DATA + "libmaxminddb/libmaxminddb-separator-record-max-left.mmdb",
                BAD_DATA + "libmaxminddb/libmaxminddb-separator-record-min-left.mmdb",
                BAD_DATA + "libmaxminddb/libmaxminddb-separator-record-min-right.mmdb",
                BAD_DATA + "libmaxminddb/libmaxminddb-uint64-max-epoch.mmdb",
                BAD_DATA + "maxminddb-golang/cyclic-data-structure.mmdb",
                BAD_DATA + "maxminddb-golang/invalid-bytes-length.mmdb",
                BAD_DATA + "maxminddb-golang/invalid-data-record-offset.mmdb",
                BAD_DATA + "maxminddb-golang/invalid-map-key-length.mmdb",
                BAD_DATA + "maxminddb-golang/invalid-string-length.mmdb",
                BAD_DATA + "maxminddb-golang/metadata-is-an-uint128.mmdb",
                BAD_DATA + "maxminddb-golang/unexpected-bytes.mmdb",
                BAD_DATA + "maxminddb-python/bad-unicode-in-map-key.mmdb",
                TEST_DATA + "GeoIP2-City-Test-Broken-Double-Format.mmdb",
                TEST_DATA + "GeoIP2-City-Test-Invalid-Node-Count.mmdb",
                TEST_DATA + "MaxMind-DB-test-broken-pointers-24.mmdb",
                TEST_DATA + "MaxMind-DB-test-broken-search-tree-24.mmdb");
    }

    @Test
    void damagedDatabases_areAllTested() throws Exception {
        try (Stream<Path> files = Files.walk(SharedFolder.file(BAD_DATA))) {
            assertThat(files.filter(file -> file.toString().endsWith(".mmdb"))).hasSize((int)
                    damaged().filter(name -> name.startsWith(BAD_DATA)).count());
        }
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource("damaged")
    void damagedDatabase_isRefusedQuicklyWithAMessage(String name) {
        Path file = SharedFolder.file(name);

        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThatThrownBy(() -> CountryTable.read(file))
                        .isInstanceOf(BadDatabaseException.class)
                        .message()
                        .startsWith("country database " + file + ": ")
                        .hasSizeGreaterThan(("country database " + file + ": ").length() + 10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GeoLite2-ASN-Test",
                "GeoIP2-Domain-Test",
                "MaxMind-DB-test-ipv4-24",
                "MaxMind-DB-test-ipv4-28",
                "MaxMind-DB-test-ipv4-32",
                "MaxMind-DB-test-ipv6-24",
                "MaxMind-DB-test-mixed-28",
                "MaxMind-DB-test-mixed-32",
                "MaxMind-DB-no-ipv4-search-tree",
                "MaxMind-DB-string-value-entries",
                "MaxMind-DB-test-metadata-pointers"
            })
    void databaseWithoutCountries_isRefusedAsSuch(String name) {
        Path file = SharedFolder.file(TEST_DATA + name + ".mmdb");
        assertThatThrownBy(() -> CountryTable.read(file))
                .isInstanceOf(BadDatabaseException.class)
                .hasMessageContaining("has no countries: country.iso_code, country_code or");
    }

    /** Cut, flipped and overwritten databases: whatever comes out, it comes quickly and is a table or a message. */
    @Test
    void anyDamage_endsInATableOrAMessage() throws Exception {
        byte[] good = Files.readAllBytes(SharedFolder.file(TEST_DATA + "GeoLite2-Country-Test.mmdb"));
        Random random = new Random(97);
        int[] refused = new int[1];
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < 400; i++) {
                byte[] bad = i % 4 == 0 ? java.util.Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
                for (int flips = random.nextInt(20); flips >= 0 && bad.length > 0; flips--) {
                    int from = i % 4 == 1 ? Math.max(0, bad.length - 400) : 0;
                    bad[from + random.nextInt(bad.length - from)] = (byte) random.nextInt();
                }
                Path file = Files.write(folder.resolve("bad.mmdb"), bad);
                try {
                    assertThat(CountryTable.read(file).ranges()).isPositive();
                } catch (BadDatabaseException message) {
                    assertThat(message).hasMessageStartingWith("country database " + file);
                    refused[0]++;
                }
            }
        });
        assertThat(refused[0]).isGreaterThan(100);
    }

    @Test
    void whatIsNoDatabase_isSaid() throws Exception {
        Path text = Files.writeString(folder.resolve("text.mmdb"), "not a database\n".repeat(100));

        assertThatThrownBy(() -> CountryTable.read(text)).hasMessageContaining("is no MaxMind DB file (.mmdb): ");
        assertThatThrownBy(() -> CountryTable.read(folder)).hasMessageContaining("is a directory");
        assertThatThrownBy(() -> CountryTable.read(folder.resolve("nowhere.mmdb")))
                .hasMessageContaining("there is no such file; give an .mmdb file, or none");
        assertThatThrownBy(() -> new Countries(folder.resolve("nowhere.mmdb").toString()).open())
                .hasMessageContaining("there is no such file");
        assertThatThrownBy(() -> CountryTable.read(Files.createFile(folder.resolve("empty.mmdb"))))
                .isInstanceOf(BadDatabaseException.class);
    }

    @Test
    void withoutADatabase_noCountryIsKnown() throws Exception {
        CountryTable none = Countries.NONE.open();

        assertThat(none.countryOf(0)).isZero();
        assertThat(none.countryOf(-1)).isZero();
        assertThat(none.countryOf(0x0a000001)).isZero();
        assertThat(none.countryOf(0x20010db800000000L, 1)).isZero();
        assertThat(none.countryOf(-1L, -1L)).isZero();
        assertThat(none.databaseDate()).isEmpty();
        assertThat(none.name()).isEqualTo("none");
    }

    @Test
    void sameFile_isOneTableInAProcess() throws Exception {
        Path file =
                Files.copy(SharedFolder.file(TEST_DATA + "GeoLite2-Country-Test.mmdb"), folder.resolve("copied.mmdb"));
        CountryTable table = new Countries(file.toString()).open();

        assertThat(new Countries(file.toString()).open()).isSameAs(table);
    }

    @Test
    void letters_goIntoAShortAndBack() {
        assertThat(CountryTable.of("JP")).isEqualTo((short) 0x4a50);
        assertThat(CountryTable.text((short) 0x4a50)).isEqualTo("JP");
        assertThat(CountryTable.text((short) 0)).isEmpty();
        assertThat(Stream.of("", "J", "JPN", "jp", "T1", "ÄÄ").map(CountryTable::of))
                .containsOnly((short) 0);
    }
}
