package dev.headway.tomcat;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How often a client may cancel. */
class ResetBudgetTests {

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

	private final ResetBudget budget = new ResetBudget(this.now::get);

	@Test
	void asManyAsAConnectionHasStreamsAtOnce() {
		assertThat(payAll()).isEqualTo(ResetBudget.MAX);
		assertThat(this.budget.pay()).isFalse();
	}

	@Test
	void timeEarnsUpToTheMaximum() {
		payAll();
		this.now.addAndGet(ResetBudget.EARNS.toNanos() * 3 - 1);
		assertThat(payAll()).isEqualTo(2);
		this.now.addAndGet(1);
		assertThat(payAll()).isEqualTo(1);
		this.now.addAndGet(ResetBudget.EARNS.toNanos() * 100_000);
		assertThat(payAll()).isEqualTo(ResetBudget.MAX);
	}

	@Test
	void answersEarnUpToTheMaximum() {
		payAll();
		this.budget.earn();
		assertThat(payAll()).isEqualTo(1);
		for (int i = 0; i < 1000; i++) {
			this.budget.earn();
		}
		assertThat(payAll()).isEqualTo(ResetBudget.MAX);
	}

	private int payAll() {
		int paid = 0;
		while (this.budget.pay()) {
			paid++;
		}
		return paid;
	}

}
