package org.yamori.sensor.simulate;

/** Hosts that scan with one tool, at one sensor. */
abstract class ScanLane extends ScanHosts {
    final Scan scan;

    ScanLane(Scan scan, DarkSensor sensor, Scenario scenario) {
        super(scan, scan.population(), scan.ports(), sensor, scenario);
        this.scan = scan;
    }

    @Override
    final double mean(double second) {
        return population.growth().at(second) * scan.scansPerMinute() / 60 * share;
    }
}
