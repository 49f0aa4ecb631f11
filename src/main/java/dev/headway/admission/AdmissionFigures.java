package dev.headway.admission;

import dev.headway.worker.endpoint.WaitingFigures;

/** Tells the endpoint of the waiting room. */
record AdmissionFigures(Admission admission, Shedding shedding) implements WaitingFigures {

	@Override
	public int size() {
		return this.admission.waiting();
	}

	@Override
	public int capacity() {
		return this.admission.capacity();
	}

	@Override
	public long rejectedFull() {
		return this.shedding.full();
	}

	@Override
	public long rejectedTimeout() {
		return this.shedding.timeout();
	}

}
