//! The database: SQLite in WAL mode, and the only place with SQL. Writes go through one connection, reads through a
//! pool, and the log is tended beside them. Every call names the portal whose rows it touches.

pub mod asked;
pub mod audit;
pub mod chunks;
pub mod connect_attempts;
pub mod day;
mod erasure;
mod failed_reads;
mod failure;
mod fingerprint;
pub mod inspection;
mod installation_checks;
mod introductions;
pub mod items;
pub mod jobs;
pub mod later_deletions;
mod left_over;
mod living;
mod notices;
mod old_jobs;
mod overview;
mod portal_words;
pub mod portals;
mod rekey;
mod removal;
pub mod renewal;
pub mod requests;
mod saved_filters;
pub mod seal;
pub mod settings;
pub mod snapshots;
pub mod tokens;
mod wal;

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::Connection;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

pub use self::failure::StoreError;
use self::seal::Seal;
use crate::domain::clock::{SharedClock, within};

static MIGRATIONS: Migrator = sqlx::migrate!();
const READERS: u32 = 4;
/// How long a probe may take.
const PROBE: Duration = Duration::from_secs(2);

/// The open database.
#[derive(Clone, Debug)]
pub struct Store {
    reader: SqlitePool,
    writer: SqlitePool,
    /// Tends the write-ahead log, and waits for nobody.
    upkeep: SqlitePool,
    seal: Seal,
    clock: SharedClock,
}

/// Says before each commit whether it succeeds: how tests make a disk full or broken.
pub type CommitFaults = Arc<dyn Fn() -> bool + Send + Sync>;

impl Store {
    /// Opens the database (creating the file when there is none) and brings its schema up to date.
    ///
    /// # Errors
    /// When the file cannot be opened, holds a newer schema, or is sealed with keys that are not configured.
    pub async fn open(url: &str, seal: Seal, clock: SharedClock) -> Result<Self, StoreError> {
        Self::open_with(url, seal, clock, None).await
    }

    /// The same for tests: a commit fails whenever `succeeds` says no, and what it should have written is lost.
    ///
    /// # Errors
    /// Those of [`Store::open`].
    pub async fn open_unreliable(
        url: &str,
        seal: Seal,
        clock: SharedClock,
        succeeds: CommitFaults,
    ) -> Result<Self, StoreError> {
        Self::open_with(url, seal, clock, Some(succeeds)).await
    }

    async fn open_with(
        url: &str,
        seal: Seal,
        clock: SharedClock,
        faults: Option<CommitFaults>,
    ) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .pragma("secure_delete", "on")
            .busy_timeout(Duration::from_secs(5));
        keep_private(options.get_filename())?;
        let writer = writer(faults).connect_with(options.clone()).await?;
        MIGRATIONS.run(&writer).await?;
        let upkeep = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_lazy_with(options.clone().busy_timeout(Duration::ZERO));
        let reader =
            SqlitePoolOptions::new().max_connections(READERS).connect_with(options.read_only(true)).await?;
        let store = Self { reader, writer, upkeep, seal, clock };
        let mut connection = store.reader.acquire().await?;
        inspection::check_keys(&mut connection, &store.seal).await?;
        drop(connection);
        Ok(store)
    }

    /// Whether the database answers and takes a write, within a moment.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let probe = async {
            sqlx::query("SELECT 1 FROM portals LIMIT 1").fetch_optional(&self.reader).await?;
            sqlx::query("UPDATE write_probe SET written_at = $1")
                .bind(self.now())
                .execute(&self.writer)
                .await?;
            Ok(())
        };
        within(&self.clock, PROBE, probe).await.unwrap_or(Err(StoreError::Slow))
    }

    /// Finishes what is under way and closes the files.
    pub async fn close(&self) {
        // All at once: nothing new begins on the one while the other is waited for.
        tokio::join!(self.reader.close(), self.writer.close(), self.upkeep.close());
    }

    /// Whether no statement is under way: a simulation lets time pass only then.
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        let is_idle = |pool: &SqlitePool| pool.size() as usize <= pool.num_idle();
        is_idle(&self.reader) && is_idle(&self.writer) && is_idle(&self.upkeep)
    }

    fn now(&self) -> i64 {
        self.clock.now().0
    }
}

/// The one connection that writes. After an error in the middle of a transaction SQLite may have rolled back by itself
/// while the driver still counts a transaction: such a connection refuses every later one. It is thrown away.
fn writer(faults: Option<CommitFaults>) -> SqlitePoolOptions {
    let options = SqlitePoolOptions::new().max_connections(1).after_release(|connection, _| {
        Box::pin(async move {
            // Behind this the rollback of a dropped transaction has been carried out.
            connection.ping().await?;
            Ok(!connection.is_in_transaction())
        })
    });
    let Some(faults) = faults else { return options };
    options.after_connect(move |connection, _| {
        let faults = Arc::clone(&faults);
        Box::pin(async move {
            connection.lock_handle().await?.set_commit_hook(move || faults());
            Ok(())
        })
    })
}

fn is_memory(path: &Path) -> bool {
    let name = path.to_string_lossy();
    // So the driver calls what `:memory:` stands for.
    name.is_empty() || name.contains(":memory:") || name.starts_with("file:sqlx-in-memory-")
}

/// Makes the file before SQLite does, so that nobody else on the machine may read it. The write-ahead log takes over its
/// permissions.
fn keep_private(path: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::OpenOptionsExt;
    if is_memory(path) || path.exists() {
        return Ok(());
    }
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    match made {
        Ok(_empty) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(sqlx::Error::Io(error).into()),
    }
}
