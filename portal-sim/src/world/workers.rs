//! How many requests a portal executes at once. The others wait in a queue in the order in which they arrived, as they
//! do at a web server with a pool of processes.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::sync::oneshot;

use crate::sync::lock;

/// A portal's pool of workers.
#[derive(Debug, Clone)]
pub(crate) struct Workers {
    pool: Arc<Mutex<Pool>>,
}

#[derive(Debug)]
struct Pool {
    max: usize,
    busy: usize,
    queue: VecDeque<oneshot::Sender<()>>,
}

/// A worker that executes a request. Dropping this frees the worker.
#[derive(Debug)]
pub(crate) struct BusyWorker(Workers);

impl Workers {
    pub(crate) fn new(max: usize) -> Self {
        Self { pool: Arc::new(Mutex::new(Pool { max, busy: 0, queue: VecDeque::new() })) }
    }

    /// Changes the number of workers. Workers that are busy finish first.
    pub(crate) fn set_max(&self, max: usize) {
        let mut pool = lock(&self.pool);
        pool.max = max.max(1);
        pool.call_next();
    }

    /// How many workers are busy.
    pub(crate) fn busy(&self) -> usize {
        lock(&self.pool).busy
    }

    /// Takes a worker if one is free and no request waits.
    pub(crate) fn try_take(&self) -> Option<BusyWorker> {
        let mut pool = lock(&self.pool);
        let free = pool.busy < pool.max && pool.queue.is_empty();
        pool.busy += usize::from(free);
        free.then(|| BusyWorker(self.clone()))
    }

    /// Waits for a free worker.
    pub(crate) async fn take(&self) -> BusyWorker {
        let turn = {
            let mut pool = lock(&self.pool);
            let (turn, called) = oneshot::channel();
            pool.queue.push_back(turn);
            pool.call_next();
            called
        };
        let _ = turn.await;
        BusyWorker(self.clone())
    }
}

impl Pool {
    fn call_next(&mut self) {
        while self.busy < self.max
            && let Some(turn) = self.queue.pop_front()
        {
            if turn.send(()).is_ok() {
                self.busy += 1;
            }
        }
    }
}

impl Drop for BusyWorker {
    fn drop(&mut self) {
        let mut pool = lock(&self.0.pool);
        pool.busy = pool.busy.saturating_sub(1);
        pool.call_next();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn waiting_requests_get_a_worker_in_order() {
        let workers = Workers::new(1);
        let first = workers.take().await;
        let order = Arc::new(Mutex::new(Vec::new()));
        let mut waiting = Vec::new();
        for number in 0..3 {
            let (workers, order) = (workers.clone(), Arc::clone(&order));
            waiting.push(tokio::spawn(async move {
                let _busy = workers.take().await;
                lock(&order).push(number);
            }));
            tokio::task::yield_now().await;
        }
        assert_eq!((workers.busy(), lock(&order).len()), (1, 0));
        drop(first);
        for one in waiting {
            one.await.unwrap();
        }
        assert_eq!((workers.busy(), lock(&order).clone()), (0, vec![0, 1, 2]));
    }

    #[tokio::test]
    async fn a_new_worker_takes_a_waiting_request() {
        let workers = Workers::new(1);
        let _first = workers.take().await;
        let second = tokio::spawn({
            let workers = workers.clone();
            async move { workers.take().await }
        });
        tokio::task::yield_now().await;
        workers.set_max(2);
        let _second = second.await.unwrap();
        assert_eq!(workers.busy(), 2);
    }
}
