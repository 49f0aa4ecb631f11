package dev.headway.site.start;

import dev.headway.actuate.ModelDescriptor;
import dev.headway.actuate.ServerAddresses;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.stereotype.Component;

/**
 * Logs at start the server's address, its workers, and the address of its metrics.
 */
@Component
class StartLine implements ApplicationListener<ApplicationReadyEvent> {

	private static final Log logger = LogFactory.getLog(StartLine.class);

	private final ServerAddresses addresses;

	private final ModelDescriptor model;

	StartLine(ServerAddresses addresses, ModelDescriptor model) {
		this.addresses = addresses;
		this.model = model;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		this.addresses.pages()
			.ifPresent((site) -> logger.info("Serving " + site + " with " + this.model.threads()
					+ this.addresses.metrics().map((metrics) -> "; metrics at " + metrics).orElse("")));
	}

}
