
-- First run: what starts at the same instant stands at another wall time in each of these zones. Each zone is one step in this index.
create index activities_zone on activities (owner, start_zone) where kind = 'appointment';
