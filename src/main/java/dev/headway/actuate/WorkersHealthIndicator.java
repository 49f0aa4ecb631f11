package dev.headway.actuate;

import java.util.List;
import java.util.function.BooleanSupplier;

import dev.headway.worker.WorkerPool;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The health component {@code workers}: how many are busy, what waits, and who is stuck.
 * Up, unless all are stuck and that is meant to fail readiness. To a request that calls
 * the server by a foreign name it doesn't say at which paths they are stuck.
 */
public final class WorkersHealthIndicator implements HealthIndicator {

	private final WorkerPool pool;

	private final StuckWorkers stuckWorkers;

	private final boolean stuckFailsReadiness;

	private final BooleanSupplier pathsShown;

	/**
	 * Makes the component.
	 * @param pool what it tells of
	 * @param stuckWorkers finds those that are stuck
	 * @param stuckFailsReadiness whether the component is out of service while all are
	 * @param pathsShown whether the present request may see what others have asked for
	 */
	public WorkersHealthIndicator(WorkerPool pool, StuckWorkers stuckWorkers, boolean stuckFailsReadiness,
			BooleanSupplier pathsShown) {
		this.pool = pool;
		this.stuckWorkers = stuckWorkers;
		this.stuckFailsReadiness = stuckFailsReadiness;
		this.pathsShown = pathsShown;
	}

	@Override
	public Health health() {
		List<StuckWorker> stuck = this.stuckWorkers.find();
		Health.Builder health = (this.stuckFailsReadiness && areAll(stuck)) ? Health.outOfService() : Health.up();
		health.withDetail("size", (this.pool.size() == WorkerPool.UNBOUNDED) ? "unbounded" : this.pool.size())
			.withDetail("express", this.pool.express())
			.withDetail("spares", this.pool.spares())
			.withDetail("sparesInUse", this.pool.sparesInUse())
			.withDetail("busy", this.pool.busy())
			.withDetail("queued", this.pool.queued())
			.withDetail("queueCapacity", this.pool.queueCapacity());
		if (!stuck.isEmpty()) {
			boolean shown = this.pathsShown.getAsBoolean();
			health.withDetail("stuck",
					stuck.stream().map((worker) -> shown ? worker.toString() : worker.withoutPath()).toList());
		}
		return health.build();
	}

	/** As long as there is a spare left, somebody gets somewhere. */
	private boolean areAll(List<StuckWorker> stuck) {
		return stuck.size() >= (long) this.pool.size() + this.pool.express() + this.pool.spares();
	}

}
