package dev.headway.tomcat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.SocketEvent;
import org.junit.jupiter.api.Test;

import static org.apache.tomcat.util.net.SocketEvent.ERROR;
import static org.apache.tomcat.util.net.SocketEvent.OPEN_READ;
import static org.apache.tomcat.util.net.SocketEvent.OPEN_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Jobs of a connection's streams, on a pool that runs them when the test says so. */
class StreamJobsTests {

	private final StreamJobs jobs = new StreamJobs(2);

	private final Deque<Runnable> pool = new ArrayDeque<>();

	private final List<String> ran = new ArrayList<>();

	private final AbstractProcessor first = stream();

	private final AbstractProcessor second = stream();

	private final AbstractProcessor third = stream();

	@Test
	void streamHasOneJobOnThePool() {
		execute(this.first, OPEN_READ, () -> {
			execute(this.first, ERROR, "cancelled");
			assertThat(this.pool).as("while the first one runs").isEmpty();
			this.ran.add("served");
		});
		runAll();
		assertThat(this.ran).containsExactly("served", "cancelled");
	}

	@Test
	void streamThatIsCancelledBeforeItBeginsIsNotServed() {
		execute(this.first, OPEN_READ, "served");
		execute(this.first, ERROR, "cancelled");
		assertThat(this.pool).hasSize(1);
		runAll();
		assertThat(this.ran).containsExactly("cancelled");
	}

	@Test
	void suspendedStreamThatIsCancelledBeforeItGoesOnIsNotServed() {
		SuspendedExchange.suspend(this.first.getRequest(), Duration.ZERO, new Nobody());
		execute(this.first, OPEN_READ, "served");
		execute(this.first, ERROR, "cancelled");
		runAll();
		assertThat(this.ran).containsExactly("cancelled");
	}

	@Test
	void writesBeforeACancellationAreRun() {
		execute(this.first, OPEN_WRITE, "written");
		execute(this.first, ERROR, "cancelled");
		runAll();
		assertThat(this.ran).containsExactly("written", "cancelled");
	}

	@Test
	void connectionHasSoManyJobsOnThePool() {
		execute(this.first, OPEN_READ, "first");
		execute(this.second, OPEN_READ, "second");
		execute(this.third, OPEN_READ, "third");
		execute(this.first, OPEN_WRITE, "first again");
		assertThat(this.pool).hasSize(2);
		this.pool.remove().run();
		assertThat(this.pool).as("the second, and the first again").hasSize(2);
		runAll();
		assertThat(this.ran).containsExactly("first", "second", "first again", "third");
	}

	@Test
	void jobThatThrowsLeavesItsPlace() {
		for (int i = 0; i < 5; i++) {
			execute(this.first, OPEN_READ, () -> {
				throw new IllegalStateException();
			});
			assertThatIllegalStateException().isThrownBy(this::runAll);
		}
		assertThat(StreamJobs.isRunning()).isFalse();
		execute(this.second, OPEN_READ, "second");
		execute(this.third, OPEN_READ, "third");
		runAll();
		assertThat(this.ran).containsExactly("second", "third");
	}

	@Test
	void refusedJobLeavesItsPlace() {
		for (int i = 0; i < 5; i++) {
			StreamJob job = new StreamJob(this.first, OPEN_READ, () -> this.ran.add("never"));
			assertThatExceptionOfType(RejectedExecutionException.class)
				.isThrownBy(() -> this.jobs.execute(job, (refused) -> {
					throw new RejectedExecutionException();
				}));
		}
		execute(this.first, OPEN_READ, "first");
		execute(this.second, OPEN_READ, "second");
		runAll();
		assertThat(this.ran).containsExactly("first", "second");
	}

	@Test
	void tomcatStillSaysWhichStreamAJobIsOf() {
		assertThat(StreamJob.isReadable()).isTrue();
		assertThat(StreamJob.of(() -> {
		})).isNull();
	}

	private void execute(AbstractProcessor stream, SocketEvent event, String name) {
		execute(stream, event, () -> this.ran.add(name));
	}

	private void execute(AbstractProcessor stream, SocketEvent event, Runnable job) {
		this.jobs.execute(new StreamJob(stream, event, job), this.pool::add);
	}

	private void runAll() {
		while (!this.pool.isEmpty()) {
			this.pool.remove().run();
		}
	}

	/** Any processor will do: only its identity matters. */
	private static AbstractProcessor stream() {
		Http11NioProtocol protocol = new Http11NioProtocol();
		return new Http11Processor(protocol, protocol.getAdapter());
	}

	/** An owner that does nothing. */
	private static final class Nobody implements SuspendedExchange.Owner {

		@Override
		public SuspendedExchange.Next arrived(Request request) {
			return SuspendedExchange.Next.WAIT;
		}

		@Override
		public void resumed(Request request, Response response) {
			// not in this test
		}

		@Override
		public void ended() {
			// not in this test
		}

	}

}
