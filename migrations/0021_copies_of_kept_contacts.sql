-- Copies are of contacts that were deleted, or may have been. Those of contacts that were kept go.
DELETE FROM snapshots WHERE EXISTS (
    SELECT 1 FROM job_items
    WHERE job_items.job_id = snapshots.job_id AND job_items.contact_id = snapshots.contact_id
      AND job_items.outcome NOT IN ('deleted', 'asked'));
