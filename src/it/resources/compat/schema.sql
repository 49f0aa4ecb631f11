create table ledger (amount int not null);
