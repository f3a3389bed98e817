//! Inspects a database without changing it, for `contact-eraser check`. Nothing is created, migrated or written,
//! neither in the database nor beside it.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use sqlx::migrate::MigrateError;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, FromRow, SqliteConnection};

use super::seal::Seal;
use super::{MIGRATIONS, StoreError, is_memory};

/// The result of an inspection. If the service could not run on the database, the inspection fails with the same
/// error.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Inspection {
    /// The file does not exist. The service would create it in this folder.
    Missing {
        /// The folder.
        folder: PathBuf,
    },
    /// A database in memory, which cannot be inspected.
    InMemory,
    /// A database that the service can run on.
    Found {
        /// How many migrations have to run.
        due: usize,
        /// The file.
        file: PathBuf,
        /// Whether a write-ahead log lies beside it that only a writer can read.
        has_unread_log: bool,
    },
}

/// Every column with sealed values.
const SEALED: [(&str, &str); 7] = [
    ("authorizations", "access_token"),
    ("authorizations", "refresh_token"),
    ("portals", "application_token"),
    ("jobs", "filter"),
    ("saved_filters", "body"),
    ("snapshots", "body"),
    ("job_items", "portal_words"),
];

#[derive(FromRow)]
struct Applied {
    version: i64,
    checksum: Vec<u8>,
    success: bool,
}

/// Inspects the configured database.
///
/// # Errors
/// When it has a newer or different schema, or is sealed with keys that are not configured.
pub async fn inspect(url: &str, seal: &Seal) -> Result<Inspection, StoreError> {
    let options = SqliteConnectOptions::from_str(url)?;
    let file = options.get_filename().to_owned();
    if is_memory(&file) {
        return Ok(Inspection::InMemory);
    }
    if !file.exists() {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        return Ok(Inspection::Missing { folder: folder.unwrap_or(Path::new(".")).to_owned() });
    }
    let size = |ending| std::fs::metadata(sibling_file(&file, ending)).map(|entry| entry.len()).ok();
    let (log, index) = (size("-wal"), size("-shm"));
    let mut connection = open(&file, log.is_some() && index.is_some()).await?;
    let due = due(&mut connection).await;
    let keys = check_keys(&mut connection, seal).await;
    connection.close().await?;
    keys?;
    Ok(Inspection::Found { due: due?, file, has_unread_log: log.unwrap_or(0) > 0 && index.is_none() })
}

/// Checks that all keys that sealed the rows are configured. An older schema may lack a column.
pub(super) async fn check_keys(connection: &mut SqliteConnection, seal: &Seal) -> Result<(), StoreError> {
    for (table, column) in SEALED {
        let known: Option<i64> = sqlx::query_scalar("SELECT 1 FROM pragma_table_info($1) WHERE name = $2")
            .bind(table)
            .bind(column)
            .fetch_optional(&mut *connection)
            .await?;
        if known.is_none() {
            continue;
        }
        let sql = format!("SELECT DISTINCT substr({column}, 1, 4) FROM {table} WHERE {column} IS NOT NULL");
        let used: Vec<Vec<u8>> =
            sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_all(&mut *connection).await?;
        if !used.iter().all(|id| seal.has_key(id)) {
            return Err(StoreError::WrongKeys);
        }
    }
    Ok(())
}

/// Opens a connection that cannot write. SQLite creates the files of the write-ahead log even for readers, and lists
/// the readers in the shared index. If both files exist, another process may be running, so the index is only read
/// (`readonly_shm`). Otherwise the file is opened as immutable
/// (<https://www.sqlite.org/wal.html#read_only_databases>).
async fn open(file: &Path, has_log: bool) -> Result<SqliteConnection, sqlx::Error> {
    let how = if has_log { "readonly_shm=1" } else { "immutable=1" };
    let address = format!("file:{}?mode=ro&{how}", encoded(file));
    SqliteConnectOptions::new().filename(address).read_only(true).connect().await
}

/// The path as part of a URI (<https://www.sqlite.org/uri.html>).
fn encoded(file: &Path) -> String {
    let bytes = file.as_os_str().as_encoded_bytes();
    let letter = |byte: &u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => char::from(*byte).to_string(),
        other => format!("%{other:02X}"),
    };
    bytes.iter().map(letter).collect()
}

fn sibling_file(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// How many migrations have to run. Fails with the error that the service would show at its start.
async fn due(connection: &mut SqliteConnection) -> Result<usize, StoreError> {
    let began: Option<i64> =
        sqlx::query_scalar("SELECT 1 FROM sqlite_schema WHERE name = '_sqlx_migrations'")
            .fetch_optional(&mut *connection)
            .await?;
    let applied: Vec<Applied> = if began.is_some() {
        sqlx::query_as("SELECT version, checksum, success FROM _sqlx_migrations ORDER BY version")
            .fetch_all(&mut *connection)
            .await?
    } else {
        Vec::new()
    };
    for row in &applied {
        let known = MIGRATIONS.iter().find(|migration| migration.version == row.version);
        let fault = match known {
            _ if !row.success => MigrateError::Dirty(row.version),
            None => MigrateError::VersionMissing(row.version),
            Some(known) if *known.checksum != row.checksum => MigrateError::VersionMismatch(row.version),
            Some(_) => continue,
        };
        return Err(StoreError::Migrate(Arc::new(fault)));
    }
    Ok(MIGRATIONS.iter().count() - applied.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns of bytes without a secret: hashes.
    const PLAIN: [(&str, &str); 5] = [
        ("authorizations", "spent_refresh"),
        ("jobs", "request_digest"),
        ("oauth_states", "browser_hash"),
        ("oauth_states", "state_hash"),
        ("seen_events", "digest"),
    ];

    #[tokio::test]
    async fn every_column_of_bytes_is_listed_as_sealed_or_plain() {
        let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        MIGRATIONS.run(&mut connection).await.unwrap();
        let found: Vec<(String, String)> = sqlx::query_as(
            "SELECT tables.name, columns.name FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
             WHERE tables.type = 'table' AND columns.type = 'BLOB' AND tables.name NOT LIKE '\\_sqlx%' ESCAPE '\\'
             ORDER BY 1, 2",
        )
        .fetch_all(&mut connection)
        .await
        .unwrap();
        let found: Vec<(&str, &str)> =
            found.iter().map(|(table, column)| (table.as_str(), column.as_str())).collect();
        let mut known: Vec<(&str, &str)> = SEALED.into_iter().chain(PLAIN).collect();
        known.sort_unstable();
        assert_eq!(found, known);
    }

    #[test]
    fn rekey_covers_every_sealed_column() {
        let statements = [include_str!("rekey.rs"), include_str!("portal_words.rs")];
        let rekey: Vec<&str> = statements.iter().flat_map(|file| file.split("UPDATE ").skip(1)).collect();
        for (table, column) in SEALED {
            let renews = |statement: &&str| {
                let set =
                    statement.strip_prefix(table).and_then(|rest| rest.trim_start().strip_prefix("SET "));
                let assigned = set.and_then(|rest| rest.split("WHERE").next());
                assigned.is_some_and(|columns| columns.contains(&format!("{column} = $")))
            };
            assert!(rekey.iter().any(renews), "{table}.{column}");
        }
    }
}
