//! One run from its first step to its faults.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use contact_eraser::store::Store;
use tokio::runtime::Builder;

use crate::check::check;
use crate::clock::VirtualClock;
use crate::log;
use crate::plan::{Plan, Step};
use crate::settle::settle;
use crate::steps::{Background, act};
use crate::world::{World, lock};

/// A run that takes longer than this in real time is stuck.
const LONGEST: Duration = Duration::from_mins(1);
/// Time jumps over longer pauses.
const SHORT: Duration = Duration::from_mins(2);

/// The result of a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    /// Everything that is wrong; empty if the run succeeded.
    pub(crate) faults: Vec<String>,
    /// How long the run lasted on its own clock.
    pub(crate) lasted: Duration,
    /// Contacts that were deleted and created in the run.
    pub(crate) deleted: usize,
    pub(crate) created: usize,
}

/// Runs a plan.
pub(crate) fn run(plan: &Plan) -> Outcome {
    log::begin();
    let clock = VirtualClock::new();
    let stores: Arc<Mutex<Vec<Store>>> = Arc::default();
    let holds_clock = Arc::new(AtomicBool::new(true));
    let (moved, watched, held) = (Arc::clone(&clock), Arc::clone(&stores), Arc::clone(&holds_clock));
    // Called when no task is ready. The clock moves unless a database is at work. Woken tasks run before the thread
    // parks.
    let let_time_pass = move || {
        if !held.load(Ordering::SeqCst) && lock(&watched).iter().all(Store::is_at_rest) {
            moved.jump();
        }
    };
    let runtime = Builder::new_current_thread().enable_all().on_thread_park(let_time_pass).build();
    let runtime = runtime.expect("a runtime");
    let outcome = runtime.block_on(async {
        let world =
            World::begin(&plan.shape, plan.seed, Arc::clone(&clock), stores, Arc::clone(&holds_clock)).await;
        let database = world.database.clone();
        let ended = tokio::time::timeout(LONGEST, play(plan, world)).await;
        remove(&database);
        ended.unwrap_or_else(|_| Outcome {
            faults: vec!["the run did not end within a minute of real time".to_owned()],
            lasted: clock.elapsed(),
            ..Outcome::default()
        })
    });
    // Killed processes leave tasks behind; no one awaits them.
    runtime.shutdown_background();
    outcome
}

async fn play(plan: &Plan, mut world: World) -> Outcome {
    let began = Instant::now();
    let mut background = Background::default();
    let mut at = Duration::ZERO;
    for Step { at: due, what } in &plan.steps {
        let pause = due.saturating_sub(at);
        at = *due;
        if pause > SHORT {
            world.clock.sleep(SHORT / 4).await;
            world.clock.skip(pause.saturating_sub(SHORT / 4));
            world.clock.sleep(Duration::from_secs(1)).await;
        } else {
            world.clock.sleep(pause).await;
        }
        act(&mut world, &mut background, what).await;
    }
    settle(&mut world, &mut background).await;
    let lasted = world.clock.elapsed();
    let (deleted, created) = world.sim.portals().iter().fold((0, 0), |(deleted, created), portal| {
        (deleted + portal.deletions().len(), created + portal.additions().len())
    });
    let faults = check(world).await;
    tracing::debug!(seed = plan.seed, took = ?began.elapsed(), "a run has ended");
    Outcome { faults, lasted, deleted, created }
}

fn remove(database: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let mut path = database.to_owned().into_os_string();
        path.push(suffix);
        let _gone = std::fs::remove_file(path);
    }
}
