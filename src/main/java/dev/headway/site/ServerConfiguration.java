package dev.headway.site;

import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

import dev.headway.actuate.BoardButtons;
import dev.headway.admission.Handler;
import dev.headway.tomcat.BodyInterest;
import dev.headway.tomcat.ConnectionLimit;
import dev.headway.tomcat.InternalConnector;
import dev.headway.tomcat.RefusalHandler;
import dev.headway.tomcat.StrictConnector;
import dev.headway.tomcat.VitalThreads;
import dev.headway.worker.WorkerPool;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The beans by which the site extends or replaces parts of the library. */
@Configuration(proxyBeanMethods = false)
class ServerConfiguration {

	private static final Set<String> PAGES = Set.of("/", "/sleep", "/**");

	@Bean
	ConnectionLimit connectionLimit(Environment environment) {
		return ConnectionLimit.fittingHeap(environment);
	}

	@Bean
	VitalThreads vitalThreads() {
		return new VitalThreads();
	}

	@Bean
	StrictConnector strictConnector(ErrorPages pages, ConnectionLimit limit, VitalThreads threads) {
		return new StrictConnector(pages, limit, threads);
	}

	@Bean
	InternalConnector internalConnector(WorkerPool pool) {
		return new InternalConnector(pool);
	}

	/** The same page for all clients. */
	@Bean
	RefusalHandler refusalHandler(ErrorPages pages) {
		return (refusal, request, response) -> pages.send(HttpServletResponse.SC_SERVICE_UNAVAILABLE, request,
				response);
	}

	/** The site's pages read no body, but other handlers may. */
	@Bean
	BodyInterest bodyInterest(BiFunction<String, String, Handler> headwayHandlers) {
		return (method, path) -> {
			Handler handler = headwayHandlers.apply(method, path);
			return handler.readsBody() && !PAGES.contains(String.valueOf(handler.pattern()));
		};
	}

	@Bean
	BoardButtons boardButtons() {
		return new BoardButtons(List.of(new BoardButtons.Button("/sleep", true), new BoardButtons.Button("/", false)));
	}

}
