package dev.headway.actuate;

import java.util.List;
import java.util.function.BooleanSupplier;

import dev.headway.worker.WorkerPool;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The health component {@code workers}: how many workers are busy, how many jobs wait,
 * and which workers are stuck. It is up, unless all workers are stuck and this is
 * configured to fail readiness. If a request calls the server by a foreign name, the
 * paths of stuck requests are left out.
 */
public final class WorkersHealthIndicator implements HealthIndicator {

	private final WorkerPool pool;

	private final StuckWorkers stuckWorkers;

	private final boolean stuckFailsReadiness;

	private final BooleanSupplier pathsShown;

	/**
	 * Makes the component.
	 * @param pool the pool that it reports on
	 * @param stuckWorkers finds stuck workers
	 * @param stuckFailsReadiness whether the component is out of service while all are
	 * @param pathsShown whether the present request may see the paths of other clients'
	 * requests
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

	/** As long as a spare is left, some requests still run. */
	private boolean areAll(List<StuckWorker> stuck) {
		return stuck.size() >= (long) this.pool.size() + this.pool.express() + this.pool.spares();
	}

}
