"""The database: models, instance folder, migrations, the log of operations, and queries as functions(session, ...)."""
