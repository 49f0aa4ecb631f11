package com.example.compat;

import java.util.Map;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Writes into a database, each request in a transaction. */
@RestController
class LedgerController {

	private final JdbcClient database;

	LedgerController(JdbcClient database) {
		this.database = database;
	}

	@GetMapping("/ledger")
	@Transactional(readOnly = true)
	Map<String, Object> sum() {
		return this.database.sql("select count(*) as entries, coalesce(sum(amount), 0) as total from ledger")
			.query()
			.singleRow();
	}

	@PostMapping("/ledger")
	@Transactional
	int write(@RequestParam int amount) {
		return this.database.sql("insert into ledger (amount) values (?)").param(amount).update();
	}

	/** Its entry is rolled back. */
	@PostMapping("/ledger/failing")
	@Transactional
	int writeAndFail(@RequestParam int amount) {
		throw new IllegalStateException(write(amount) + " written");
	}

	@DeleteMapping("/ledger")
	@Transactional
	void clear() {
		this.database.sql("delete from ledger").update();
	}

}
