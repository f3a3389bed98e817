//! One piece of work for everybody in this process who wants it at the same time. It is a task of its own: it comes to
//! its end even when whoever wanted it went away.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};

use super::background::Background;

/// What those who wait hold.
pub(super) type Flight<T> = Shared<BoxFuture<'static, T>>;
type Board<K, T> = Arc<Mutex<HashMap<K, Flight<T>>>>;

/// The work under way, by what it is about.
pub(super) struct Flights<K, T> {
    background: Background,
    board: Board<K, T>,
}

impl<K, T> fmt::Debug for Flights<K, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flights").finish_non_exhaustive()
    }
}

/// Takes a flight off the board, however it ends.
struct Landing<K: Eq + Hash, T> {
    board: Board<K, T>,
    key: K,
}

impl<K: Eq + Hash, T> Drop for Landing<K, T> {
    fn drop(&mut self) {
        lock(&self.board).remove(&self.key);
    }
}

fn lock<K, T>(board: &Board<K, T>) -> MutexGuard<'_, HashMap<K, Flight<T>>> {
    board.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<K, T> Flights<K, T>
where
    K: Clone + Eq + Hash + Send + 'static,
    T: Clone + Send + Sync + 'static,
{
    pub(super) fn new(background: Background) -> Self {
        Self { background, board: Board::default() }
    }

    /// Joins the flight with this key, or begins it with `work`. `broken` says what a task that broke off brings.
    pub(super) fn join<F>(&self, key: K, work: impl FnOnce(K) -> F, broken: fn(String) -> T) -> Flight<T>
    where
        F: Future<Output = T> + Send + 'static,
    {
        let mut board = lock(&self.board);
        if let Some(flight) = board.get(&key) {
            return flight.clone();
        }
        let landing = Landing { board: Arc::clone(&self.board), key: key.clone() };
        let work = work(key.clone());
        let task = self.background.spawn(async move {
            let _landing = landing;
            work.await
        });
        let flight: BoxFuture<'static, T> =
            Box::pin(async move { task.await.unwrap_or_else(|error| broken(error.to_string())) });
        let flight = flight.shared();
        board.insert(key, flight.clone());
        flight
    }
}
