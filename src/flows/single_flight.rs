//! Single flight: callers in this process that need the same work at the same time share one task. The task ends even
//! if all its callers have gone.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};

use super::background::Background;

/// The result that all callers wait for.
pub(super) type SharedResult<T> = Shared<BoxFuture<'static, T>>;
type Running<K, T> = Arc<Mutex<HashMap<K, SharedResult<T>>>>;

/// The running tasks by their keys.
pub(super) struct SingleFlight<K, T> {
    background: Background,
    running: Running<K, T>,
}

impl<K, T> fmt::Debug for SingleFlight<K, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SingleFlight").finish_non_exhaustive()
    }
}

/// Removes a task from the running ones when it ends, also by a panic.
struct RemoveOnDrop<K: Eq + Hash, T> {
    running: Running<K, T>,
    key: K,
}

impl<K: Eq + Hash, T> Drop for RemoveOnDrop<K, T> {
    fn drop(&mut self) {
        lock(&self.running).remove(&self.key);
    }
}

fn lock<K, T>(running: &Running<K, T>) -> MutexGuard<'_, HashMap<K, SharedResult<T>>> {
    running.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<K, T> SingleFlight<K, T>
where
    K: Clone + Eq + Hash + Send + 'static,
    T: Clone + Send + Sync + 'static,
{
    pub(super) fn new(background: Background) -> Self {
        Self { background, running: Running::default() }
    }

    /// Joins the task with this key, or starts it with `work`. `broken` gives the result of a task that panicked.
    pub(super) fn run_once<F>(
        &self,
        key: K,
        work: impl FnOnce(K) -> F,
        broken: fn(String) -> T,
    ) -> SharedResult<T>
    where
        F: Future<Output = T> + Send + 'static,
    {
        let mut running = lock(&self.running);
        if let Some(result) = running.get(&key) {
            return result.clone();
        }
        let remove_on_drop = RemoveOnDrop { running: Arc::clone(&self.running), key: key.clone() };
        let work = work(key.clone());
        let task = self.background.spawn(async move {
            let _remove_on_drop = remove_on_drop;
            work.await
        });
        let result: BoxFuture<'static, T> =
            Box::pin(async move { task.await.unwrap_or_else(|error| broken(error.to_string())) });
        let result = result.shared();
        running.insert(key, result.clone());
        result
    }
}
