package dev.headway.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.headway.admission.Line.Place;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LineTests {

	private final Line<Integer> line = new Line<>();

	@Test
	void membersStandInTheOrderOfTheirArrivalWhoeverLeaves() {
		Random random = new Random(1);
		List<Integer> expected = new ArrayList<>();
		List<Place<Integer>> places = new ArrayList<>();
		for (int i = 0; i < 10_000; i++) {
			if (random.nextInt(5) < 3) {
				expected.add(i);
				places.add(this.line.join(i));
			}
			else if (!expected.isEmpty()) {
				int index = random.nextInt(expected.size());
				expected.remove(index);
				places.remove(index).leave();
			}
			assertThat(this.line.size()).isEqualTo(expected.size());
			assertThat(this.line.first()).isEqualTo(expected.isEmpty() ? null : expected.get(0));
			assertThat(this.line.last()).isEqualTo(expected.isEmpty() ? null : expected.get(expected.size() - 1));
			int any = random.nextInt(expected.size() + 1);
			assertThat(this.line.get(any)).isEqualTo((any < expected.size()) ? expected.get(any) : null);
		}
	}

	@Test
	void leavingAgainChangesNothing() {
		Place<Integer> first = this.line.join(1);
		this.line.join(2);
		first.leave();
		first.leave();
		assertThat(this.line.size()).isEqualTo(1);
		assertThat(this.line.first()).isEqualTo(2);
	}

	@Test
	void placesFromBeforeAClearAreVoid() {
		Place<Integer> first = this.line.join(1);
		Place<Integer> second = this.line.join(2);
		this.line.clear();
		this.line.join(3);
		first.leave();
		second.leave();
		assertThat(this.line.size()).isEqualTo(1);
		assertThat(this.line.first()).isEqualTo(3);
		assertThat(this.line.last()).isEqualTo(3);
	}

}
