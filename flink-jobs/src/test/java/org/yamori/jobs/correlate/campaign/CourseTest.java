package org.yamori.jobs.correlate.campaign;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CourseTest {
    private static Member member(int... sources) {
        Member member = new Member();
        for (int hour = 0; hour < sources.length; hour++) {
            member.take(Surges.report(23, 0, hour + 1, 0, sources[hour]));
        }
        return member;
    }

    /** Anscombe's first set, times 100: r = 0.816. */
    @Test
    void correlation_isPearsons() {
        Course x = Course.of(List.of(member(1000, 800, 1300, 900, 1100, 1400, 600, 400, 1200, 700, 500)));
        Course y = Course.of(List.of(member(804, 695, 758, 881, 833, 996, 724, 426, 1084, 482, 568)));

        assertThat(x.correlation(y)).isCloseTo(0.8164, Offset.offset(1e-4));
        assertThat(x.common(y)).isEqualTo(11);
        assertThat(x.correlation(x)).isCloseTo(1, Offset.offset(1e-12));
    }

    @Test
    void fewHoursOrNoChange_sayNothing() {
        assertThat(Course.of(List.of(member(1, 2, 3, 4, 5))).correlation(Course.of(List.of(member(1, 2, 3, 4, 5)))))
                .isNaN();
        assertThat(Course.of(List.of(member(1, 2, 3, 4, 5, 6)))
                        .correlation(Course.of(List.of(member(7, 7, 7, 7, 7, 7)))))
                .isNaN();
    }

    @Test
    void severalSurges_areASum_andThePeakIsTheFirstHighest() {
        Course course = Course.of(List.of(member(10, 50, 30), member(5, 20, 40)));

        assertThat(course.peak()).isEqualTo(Map.entry(Surges.START_MICROS + 2 * Member.HOUR_MICROS, 70));
    }

    @Test
    void onlyFullHours_areRemembered_andNotWithoutEnd() {
        Member member = member(1, 2);
        member.take(Surges.report(23, 0, 2.5, 0, 99));
        assertThat(member.sources).containsExactly(1, 2);
        for (int hour = 3; hour < 1_100; hour++) {
            member.take(Surges.report(23, 0, hour, 0, 7));
        }
        assertThat(member.hours).hasSize(1024);
        assertThat(member.sources).hasSize(1024).containsOnly(7);
    }
}
