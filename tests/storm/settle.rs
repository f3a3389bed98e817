//! After the last step all faults end and a process runs. From now on every job has to continue without help, and has
//! to finish or wait for a user.

use std::time::Duration;

use portal_sim::PortalState;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions};

use crate::steps::{Background, restart_due};
use crate::world::World;

/// The longest time until all jobs rest. The longest block of the platform lasts hours.
const LIMIT: Duration = Duration::from_hours(8);

/// Waits until no job is active or waiting, but not longer than the limit.
pub(crate) async fn settle(world: &mut World, background: &mut Background) {
    for portal in world.sim.portals() {
        portal.faults().clear();
        portal.set_outage(None);
        portal.set_state(PortalState::Active);
        // With lists slower than the client's timeout, or without any running time, no job could end.
        portal.set_method_cost("crm.contact.list", Duration::from_millis(100));
        portal.set_delete_cost(Duration::from_millis(100));
        portal.set_method_cost("crm.contact.add", Duration::from_millis(100));
        portal.set_operating_limit(None);
    }
    world.sim.oauth_faults().clear();
    world.disk.end_faults();
    let until = world.clock.elapsed() + LIMIT;
    let database = open_database(world).await;
    loop {
        restart_due(world, background).await;
        world.clock.sleep(Duration::from_secs(2)).await;
        if world.processes.iter().all(Option::is_none) {
            world.start(0).await;
        }
        let now = world.clock.elapsed();
        let waits: Vec<Option<i64>> = sqlx::query_scalar(
            "SELECT CASE WHEN state = 'waiting' THEN resumes_at END FROM jobs
             WHERE state IN ('collecting', 'queued', 'running', 'waiting', 'verifying')",
        )
        .fetch_all(&database)
        .await
        .expect("the database answers");
        if waits.is_empty() && background.tasks.iter().all(tokio::task::JoinHandle::is_finished)
            || now > until
        {
            break;
        }
        // If all remaining jobs wait for a time, the clock can skip to shortly before the earliest one.
        let soonest = waits.iter().copied().min().flatten();
        if let Some(at) = soonest
            && let Ok(left) = u64::try_from(at - crate::clock::unix(now) - 10)
        {
            world.clock.skip(Duration::from_secs(left));
        }
    }
    // The worker may still save results of ended jobs, and removals run in the background.
    for _ in 0..2 {
        world.clock.sleep(Duration::from_secs(3)).await;
        world.clock.skip(Duration::from_mins(10));
    }
    world.clock.sleep(Duration::from_secs(3)).await;
    database.close().await;
}

/// Opens the run's database for reading. The clock does not wait for it: time stands still while only the database is
/// awaited.
pub(crate) async fn open_database(world: &World) -> SqlitePool {
    let options = SqliteConnectOptions::new().filename(&world.database).read_only(true);
    SqlitePoolOptions::new().max_connections(1).connect_with(options).await.expect("the database opens")
}
