//! How many requests a portal works on at once. The rest queue up in the order they came, as they do before a web
//! server's pool of processes.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::sync::oneshot;

use crate::lock;

/// A portal's pool of workers.
#[derive(Debug, Clone)]
pub(crate) struct Workers {
    pool: Arc<Mutex<Pool>>,
}

#[derive(Debug)]
struct Pool {
    most: usize,
    busy: usize,
    queue: VecDeque<oneshot::Sender<()>>,
}

/// A worker at work; free again when this is dropped.
#[derive(Debug)]
pub(crate) struct Busy(Workers);

impl Workers {
    pub(crate) fn new(most: usize) -> Self {
        Self { pool: Arc::new(Mutex::new(Pool { most, busy: 0, queue: VecDeque::new() })) }
    }

    /// Changes their number; those at work finish.
    pub(crate) fn set_most(&self, most: usize) {
        let mut pool = lock(&self.pool);
        pool.most = most.max(1);
        pool.call_next();
    }

    /// How many are at work.
    pub(crate) fn busy(&self) -> usize {
        lock(&self.pool).busy
    }

    /// A worker, if one is free and nobody waits for it.
    pub(crate) fn try_take(&self) -> Option<Busy> {
        let mut pool = lock(&self.pool);
        let free = pool.busy < pool.most && pool.queue.is_empty();
        pool.busy += usize::from(free);
        free.then(|| Busy(self.clone()))
    }

    /// Waits for a free worker.
    pub(crate) async fn take(&self) -> Busy {
        let turn = {
            let mut pool = lock(&self.pool);
            let (turn, called) = oneshot::channel();
            pool.queue.push_back(turn);
            pool.call_next();
            called
        };
        let _ = turn.await;
        Busy(self.clone())
    }
}

impl Pool {
    fn call_next(&mut self) {
        while self.busy < self.most
            && let Some(turn) = self.queue.pop_front()
        {
            if turn.send(()).is_ok() {
                self.busy += 1;
            }
        }
    }
}

impl Drop for Busy {
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
    async fn those_who_wait_are_served_in_order() {
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
    async fn more_workers_call_in_who_waits() {
        let workers = Workers::new(1);
        let _first = workers.take().await;
        let second = tokio::spawn({
            let workers = workers.clone();
            async move { workers.take().await }
        });
        tokio::task::yield_now().await;
        workers.set_most(2);
        let _second = second.await.unwrap();
        assert_eq!(workers.busy(), 2);
    }
}
